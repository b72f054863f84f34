package millrace.regex;

/**
 * A match was given up, because it would have taken longer than its limits allow. The message says which, and what to
 * do.
 */
public final class RegexBudgetExceeded extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** What ran out. */
    public enum Limit {
        /** {@link RegexLimits#steps()} and those for each character. */
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

    static RegexBudgetExceeded steps(String pattern, long maxSteps) {
        // Not with '+': the first concatenation of a process takes longer than all of the steps.
        return new RegexBudgetExceeded(Limit.STEPS, String.join("", "The pattern '", pattern, "' took more than ",
                Long.toString(maxSteps), " steps on this input; make its repetitions unambiguous (millrace lint regex ",
                "says which), or allow more"));
    }

    static RegexBudgetExceeded stack(String pattern) {
        return new RegexBudgetExceeded(Limit.STACK, String.join("", "The pattern '", pattern,
                "' needs more stack on this input than the thread has; make its repeated group possessive, or limit ",
                "the input"));
    }

    public Limit limit() {
        return limit;
    }
}
