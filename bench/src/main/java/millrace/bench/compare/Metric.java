package millrace.bench.compare;

/** What is compared. */
public enum Metric {
    RATE("Answers/s", true),
    P50("p50", false),
    P95("p95", false),
    P99("p99", false),
    ERRORS("Errors", false);

    private final String label;
    private final boolean moreIsBetter;

    Metric(String label, boolean moreIsBetter) {
        this.label = label;
        this.moreIsBetter = moreIsBetter;
    }

    public String label() {
        return label;
    }

    public boolean isMoreBetter() {
        return moreIsBetter;
    }

    boolean isPercentile() {
        return this == P50 || this == P95 || this == P99;
    }

    /** Whether changes of it are told as a ratio; else, as of errors, of which there may be none, as a difference. */
    boolean isRatio() {
        return this != ERRORS;
    }
}
