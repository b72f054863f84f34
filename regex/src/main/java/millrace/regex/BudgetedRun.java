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
    public int[] match(Kind kind) {
        boolean matched;
        try {
            matched = switch (kind) {
                case WHOLE -> matcher.matches();
                case PREFIX -> matcher.lookingAt();
                case NEXT -> matcher.find();
            };
        } catch (BudgetedText.Exhausted used) {
            throw new RegexBudgetExceeded(RegexBudgetExceeded.Limit.STEPS, "The pattern '" + pattern
                    + "' took more than " + maxSteps + " steps on this input; make its repetitions unambiguous "
                    + "(millrace lint regex says which), or allow more");
        } catch (StackOverflowError deep) {
            throw new RegexBudgetExceeded(RegexBudgetExceeded.Limit.STACK, "The pattern '" + pattern
                    + "' needs more stack on this input than the thread has; make its repeated group possessive, or "
                    + "limit the input");
        }
        if (!matched) {
            return null;
        }
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
