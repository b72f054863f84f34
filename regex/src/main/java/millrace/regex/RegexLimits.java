package millrace.regex;

/**
 * How much a match may cost.
 *
 * @param steps characters that a match may look at, however short the input
 * @param stepsPerCharacter further ones for each character of the input, so that long inputs can be read at all
 * @param maxInputLength UTF-16 units; longer input is refused unread
 */
public record RegexLimits(long steps, int stepsPerCharacter, int maxInputLength) {

    public RegexLimits {
        if (steps < 1 || stepsPerCharacter < 0 || maxInputLength < 0) {
            throw new IllegalArgumentException("limits must not be negative, and a match needs a step: " + steps + ", "
                    + stepsPerCharacter + ", " + maxInputLength);
        }
    }

    /** 50,000 steps (below 1 ms; in code that is not compiled yet about 5), 5 more for each character, any input. */
    public static RegexLimits defaults() {
        return new RegexLimits(50_000, 5, Integer.MAX_VALUE);
    }

    public RegexLimits withSteps(long most) {
        return new RegexLimits(most, stepsPerCharacter, maxInputLength);
    }

    public RegexLimits withMaxInputLength(int most) {
        return new RegexLimits(steps, stepsPerCharacter, most);
    }

    long maxSteps(int inputLength) {
        return steps + (long) stepsPerCharacter * inputLength;
    }
}
