package millrace.regex.analysis;

/** What makes a backtracking engine try the same characters in more than one way. */
public enum Cause {
    /** A repetition inside a repetition, as in {@code (a+)+}. */
    NESTED_QUANTIFIER("a repetition inside a repetition can share out the same characters in many ways"),
    /** Alternatives in a repetition that accept the same text, as in {@code (a|a)*}. */
    OVERLAPPING_ALTERNATIVES("alternatives inside a repetition accept the same text"),
    /** Repetitions that follow each other and accept the same text, as in {@code \s*,?\s*}. */
    ADJACENT_QUANTIFIERS("repetitions that follow each other accept the same text"),
    /** A repetition that is tried anew from every position of the input, as {@code \s+$}. */
    UNANCHORED_QUANTIFIER("a search tries the repetition anew from every position where it can begin"),
    /** A reference to what a group matched, where the ways to match it multiply, as in {@code (a+)+\1b}. */
    BACK_REFERENCE("a back-reference is tried for each of the ways in which its group can match");

    private final String sentence;

    Cause(String sentence) {
        this.sentence = sentence;
    }

    /** One clause that says why, without the pattern. */
    public String sentence() {
        return sentence;
    }
}
