package millrace.lint.regex;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import millrace.lint.source.Facts;
import millrace.regex.analysis.Attack;
import millrace.regex.analysis.Dialect;
import millrace.regex.analysis.Verdict;

/** A line for the shell, or a program, that shows how long a pattern takes over its attack. */
public final class Reproduction {
    private Reproduction() {}

    public static String line(Facts.PatternText text, Verdict verdict) {
        return text.dialect() == Dialect.JAVA ? java(text, verdict) : "time node -p " + forShell(expression(text, verdict));
    }

    private static String expression(Facts.PatternText text, Verdict verdict) {
        String pattern = isLiteral(text.pattern())
                ? "/" + text.pattern() + "/" + text.flags()
                : "new RegExp(" + quoted(text.pattern()) + (text.flags().isEmpty() ? "" : ", " + quoted(text.flags())) + ")";
        return pattern + ".test(" + input(text, verdict) + ")";
    }

    /** Whether it can stand between slashes: no slash within ends it, and nothing in it depends on the terminal. */
    private static boolean isLiteral(String pattern) {
        boolean escaped = false;
        for (char each : pattern.toCharArray()) {
            if (each < ' ' || each > '~' || each == '/' && !escaped) {
                return false;
            }
            escaped = each == '\\' && !escaped;
        }
        return !pattern.isEmpty();
    }

    /** jshell asks nothing of the user but a JDK; its own start takes a second. */
    private static String java(Facts.PatternText text, Verdict verdict) {
        String flags = text.flags().isEmpty() ? "" : "(?" + text.flags() + ")";
        String method = verdict.attack().whole() ? "matches" : "find";
        String program = "java.util.regex.Pattern.compile(" + quoted(flags + text.pattern()) + ").matcher("
                + input(text, verdict) + ")." + method + "()";
        return "time jshell -s - <<< " + forShell("System.out.println(" + program + ")");
    }

    private static String input(Facts.PatternText text, Verdict verdict) {
        Attack attack = verdict.attack();
        int repetitions = TrialLength.repetitions(verdict, text.dialect());
        String prefix = attack.prefix().isEmpty() ? "" : quoted(attack.prefix()) + " + ";
        String suffix = attack.suffix().isEmpty() ? "" : " + " + quoted(attack.suffix());
        return prefix + quoted(attack.pump()) + ".repeat(" + repetitions + ")" + suffix;
    }

    /** JSON's escapes mean the same in JavaScript and in Java. What is not ASCII is escaped, to survive any shell. */
    public static String quoted(String text) {
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
