package millrace.regex;

/**
 * A match was given up, because it would have taken longer than its limits allow. The message says which, and what to
 * do.
 */
public final class RegexBudgetExceeded extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** What ran out. */
    public enum Limit {
        /** {@link RegexLimits#maxSteps(int)}. */
        STEPS,
        /** The stack of the thread: the pattern recurses once for each repetition. */
        STACK,
        /** {@link RegexLimits#maxInputLength()}. */
        INPUT_LENGTH
    }

    private final Limit limit;

    RegexBudgetExceeded(Limit limit, String message) {
        // No stack trace: this is an answer to hostile input, and is to cost little.
        super(message, null, false, false);
        this.limit = limit;
    }

    public Limit limit() {
        return limit;
    }
}
