package millrace.regex;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import millrace.regex.jdk.BudgetedText;

/** In {@code java.util.regex}, with a budget for all that is done with one matcher. */
final class BudgetedRun implements Run {
    private final Pattern pattern;
    private final long maxSteps;
    private final Matcher matcher;

    BudgetedRun(Pattern pattern, String input, long maxSteps) {
        this.pattern = pattern;
        this.maxSteps = maxSteps;
        this.matcher = pattern.matcher(new BudgetedText(input, maxSteps));
    }

    @Override
    public boolean match(Kind kind) {
        try {
            return switch (kind) {
                case WHOLE -> matcher.matches();
                case PREFIX -> matcher.lookingAt();
                case NEXT -> matcher.find();
            };
        } catch (BudgetedText.Exhausted used) {
            throw RegexBudgetExceeded.steps(pattern.pattern(), maxSteps);
        } catch (StackOverflowError deep) {
            throw RegexBudgetExceeded.stack(pattern.pattern());
        }
    }

    @Override
    public int[] bounds() {
        int[] bounds = new int[2 * (matcher.groupCount() + 1)];
        for (int group = 0; group <= matcher.groupCount(); group++) {
            bounds[2 * group] = matcher.start(group);
            bounds[2 * group + 1] = matcher.end(group);
        }
        return bounds;
    }

    @Override
    public void reset() {
        matcher.reset();
    }
}
