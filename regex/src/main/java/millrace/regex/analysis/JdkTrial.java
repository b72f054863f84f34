package millrace.regex.analysis;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import millrace.regex.analysis.Proof.Ending;
import millrace.regex.analysis.Proof.Engine;
import millrace.regex.analysis.Proof.Run;
import millrace.regex.jdk.BudgetedText;

/** Runs an attack in the regular expressions of the running JDK, under a budget of steps. */
final class JdkTrial {
    /** Enough to see whether it still multiplies with each repetition. */
    static final long FEW_STEPS = 2_000_000;
    /** They take about a second: each goes through several calls of the JDK's matcher. */
    static final long STEPS_OF_A_SECOND = 50_000_000;

    private JdkTrial() {
    }

    /** Empty when the pattern is JavaScript that the JDK does not read. */
    static Optional<Run> run(ParsedPattern pattern, Attack attack, int length, long mostSteps) {
        if (EmptyLoops.in(pattern.tree())) {
            return Optional.empty();
        }
        Pattern compiled;
        try {
            compiled = Pattern.compile(pattern.text(), flags(pattern.flags()));
        } catch (PatternSyntaxException foreign) {
            return Optional.empty();
        }
        String input = attack.ofLength(length);
        BudgetedText text = new BudgetedText(input, mostSteps);
        Matcher matcher = compiled.matcher(text);
        long begin = System.nanoTime();
        Ending ending;
        try {
            boolean matched = attack.whole() ? matcher.matches() : matcher.find();
            ending = matched ? Ending.MATCH : Ending.NO_MATCH;
        } catch (BudgetedText.Exhausted stopped) {
            ending = Ending.STOPPED;
        } catch (StackOverflowError overflow) {
            ending = Ending.FAILED;
        }
        return Optional.of(new Run(Engine.JDK, input.length(), text.steps(), System.nanoTime() - begin, ending));
    }

    private static int flags(Flags flags) {
        return (flags.ignoreCase() ? Pattern.CASE_INSENSITIVE : 0) | (flags.multiLine() ? Pattern.MULTILINE : 0)
                | (flags.dotAll() ? Pattern.DOTALL : 0) | (flags.unicodeCase() ? Pattern.UNICODE_CASE : 0)
                | (flags.unicodeClasses() ? Pattern.UNICODE_CHARACTER_CLASS : 0)
                | (flags.unixLines() ? Pattern.UNIX_LINES : 0) | (flags.comments() ? Pattern.COMMENTS : 0);
    }
}
