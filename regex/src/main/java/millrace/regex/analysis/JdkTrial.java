package millrace.regex.analysis;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import millrace.regex.analysis.Proof.Ending;
import millrace.regex.analysis.Proof.Engine;
import millrace.regex.analysis.Proof.Run;
import millrace.regex.jdk.BudgetedText;

/** A pattern in the regular expressions of the running JDK, under a budget of steps. */
final class JdkTrial implements AttackedEngine {
    /** Enough to see whether it still multiplies with each repetition. */
    static final long FEW_STEPS = 2_000_000;
    /** Enough to see that it is long. */
    static final long MANY_STEPS = 50_000_000;

    private final Pattern compiled;

    private JdkTrial(Pattern compiled) {
        this.compiled = compiled;
    }

    /** Empty when the pattern is JavaScript that the JDK does not read, or could not be stopped there. */
    static Optional<JdkTrial> of(ParsedPattern pattern) {
        if (EmptyLoops.in(pattern.tree())) {
            return Optional.empty();
        }
        try {
            return Optional.of(new JdkTrial(Pattern.compile(pattern.text(), flags(pattern.flags()))));
        } catch (PatternSyntaxException foreign) {
            return Optional.empty();
        }
    }

    /** Steps are characters looked at. What overflows the stack of this thread has {@link Ending#FAILED}. */
    @Override
    public Run run(String input, boolean whole, long mostSteps) {
        BudgetedText text = new BudgetedText(input, mostSteps);
        Matcher matcher = compiled.matcher(text);
        long begin = System.nanoTime();
        Ending ending;
        try {
            boolean matched = whole ? matcher.matches() : matcher.find();
            ending = matched ? Ending.MATCH : Ending.NO_MATCH;
        } catch (BudgetedText.Exhausted stopped) {
            ending = Ending.STOPPED;
        } catch (StackOverflowError overflow) {
            ending = Ending.FAILED;
        }
        return new Run(Engine.JDK, input.length(), text.steps(), System.nanoTime() - begin, ending);
    }

    private static int flags(Flags flags) {
        return (flags.ignoreCase() ? Pattern.CASE_INSENSITIVE : 0) | (flags.multiLine() ? Pattern.MULTILINE : 0)
                | (flags.dotAll() ? Pattern.DOTALL : 0) | (flags.unicodeCase() ? Pattern.UNICODE_CASE : 0)
                | (flags.unicodeClasses() ? Pattern.UNICODE_CHARACTER_CLASS : 0)
                | (flags.unixLines() ? Pattern.UNIX_LINES : 0) | (flags.comments() ? Pattern.COMMENTS : 0);
    }
}
