package millrace.regex;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import millrace.regex.jdk.BudgetedText;

/**
 * In RE2/J. One look for a match is linear; a loop of them is not, when each reads to the end in vain, as with {@code
 * a.*b|a} on many an {@code a}. So it has a budget as well.
 */
final class LinearRun implements Run {
    /** As it was before it was put in the words of RE2. */
    private final String pattern;
    private final long maxSteps;
    private final Matcher matcher;

    LinearRun(Pattern linear, String pattern, String input, long maxSteps) {
        this.pattern = pattern;
        this.maxSteps = maxSteps;
        this.matcher = linear.matcher(new BudgetedText(input, maxSteps));
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
            throw RegexBudgetExceeded.steps(pattern, maxSteps);
        }
    }

    /** Where there are groups, it goes over the match again to find them. */
    @Override
    public int[] bounds() {
        int[] bounds = new int[2 * (matcher.groupCount() + 1)];
        try {
            for (int group = 0; group <= matcher.groupCount(); group++) {
                bounds[2 * group] = matcher.start(group);
                bounds[2 * group + 1] = matcher.end(group);
            }
        } catch (BudgetedText.Exhausted used) {
            throw RegexBudgetExceeded.steps(pattern, maxSteps);
        }
        return bounds;
    }

    @Override
    public void reset() {
        matcher.reset();
    }
}
