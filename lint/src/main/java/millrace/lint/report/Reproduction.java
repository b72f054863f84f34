package millrace.lint.report;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.util.regex.Pattern;
import millrace.lint.source.Facts;
import millrace.regex.analysis.Attack;
import millrace.regex.analysis.Complexity;
import millrace.regex.analysis.Dialect;
import millrace.regex.analysis.Proof;
import millrace.regex.analysis.Verdict;

/** A line for the shell that shows how long a pattern takes over its attack. */
final class Reproduction {
    /** So long an input is the worst that a server usually lets in. */
    private static final int LONGEST = 50_000;
    /** Each further repetition multiplies: so many more than were counted make milliseconds into seconds. */
    private static final int EXPONENTIAL_MORE = 6;
    private static final Pattern UNFIT_FOR_LITERAL = Pattern.compile("[\\n\\r\\u2028\\u2029]|(?<!\\\\)/");

    private Reproduction() {}

    /** How often to pump, to hold an engine for seconds and not for ever. */
    private static int repetitions(Verdict verdict, Dialect dialect) {
        Attack attack = verdict.attack();
        int rest = attack.prefix().length() + attack.suffix().length();
        if (verdict.complexity() != Complexity.EXPONENTIAL || dialect == Dialect.JAVA && jdkEnds(verdict)) {
            return Math.max(1, (LONGEST - rest) / attack.pump().length());
        }
        int length = verdict.proof().runs().stream()
                .filter(run -> run.engine() == Proof.Engine.BACKTRACKING)
                .mapToInt(Proof.Run::length)
                .max()
                .orElse(30);
        return Math.max(1, (length - rest) / attack.pump().length()) + EXPONENTIAL_MORE;
    }

    /** The JDK remembers some of what it tried in vain: then only a long input shows what is left of the danger. */
    private static boolean jdkEnds(Verdict verdict) {
        return verdict.proof().runs().stream()
                .anyMatch(run -> run.engine() == Proof.Engine.JDK && run.ending() != Proof.Ending.STOPPED);
    }

    static String line(Facts.PatternText text, Verdict verdict) {
        int repetitions = repetitions(verdict, text.dialect());
        return text.dialect() == Dialect.JAVA ? java(text, verdict, repetitions) : node(text, verdict, repetitions);
    }

    private static String node(Facts.PatternText text, Verdict verdict, int repetitions) {
        boolean literal = !text.pattern().isEmpty() && !UNFIT_FOR_LITERAL.matcher(text.pattern()).find();
        String pattern = literal
                ? "/" + text.pattern() + "/" + text.flags()
                : "new RegExp(" + quoted(text.pattern()) + (text.flags().isEmpty() ? "" : ", " + quoted(text.flags())) + ")";
        return "time node -p " + forShell(pattern + ".test(" + input(verdict.attack(), repetitions) + ")");
    }

    /** jshell asks nothing of the user but a JDK; its own start takes a second. */
    private static String java(Facts.PatternText text, Verdict verdict, int repetitions) {
        String flags = text.flags().isEmpty() ? "" : "(?" + text.flags() + ")";
        String method = verdict.attack().whole() ? "matches" : "find";
        String program = "java.util.regex.Pattern.compile(" + quoted(flags + text.pattern()) + ").matcher("
                + input(verdict.attack(), repetitions) + ")." + method + "()";
        return "time jshell -s - <<< " + forShell("System.out.println(" + program + ")");
    }

    private static String input(Attack attack, int repetitions) {
        String prefix = attack.prefix().isEmpty() ? "" : quoted(attack.prefix()) + " + ";
        String suffix = attack.suffix().isEmpty() ? "" : " + " + quoted(attack.suffix());
        return prefix + quoted(attack.pump()) + ".repeat(" + repetitions + ")" + suffix;
    }

    /** JSON's escapes mean the same in JavaScript and in Java. What is not ASCII is escaped, to survive any shell. */
    static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (char each : JsonStringEncoder.getInstance().quoteAsString(text)) {
            if (each < 0x7f) {
                quoted.append(each);
            } else {
                quoted.append(String.format("\\u%04x", (int) each));
            }
        }
        return quoted.append('"').toString();
    }

    private static String forShell(String program) {
        return "'" + program.replace("'", "'\\''") + "'";
    }
}
