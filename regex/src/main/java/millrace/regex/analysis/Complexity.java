package millrace.regex.analysis;

/** How the time of a failing match grows with the input in a backtracking engine. */
public enum Complexity {
    /** In proportion to the input: no attack exists, or none of those that the pattern suggests makes it slow. */
    LINEAR,
    /** With a power of the input's length; {@link Verdict#degree()} says which. */
    POLYNOMIAL,
    /** Each further repetition multiplies it. */
    EXPONENTIAL,
    /** The analysis ran into its own limits; {@link Proof#reason()} says into which. */
    UNKNOWN
}
