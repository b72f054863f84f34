package millrace.gateway.balance;

/** A balancing method as configured. */
interface Method {
    /** The method over some peers; called again when names resolve anew. */
    Chooser over(Tier tier);

    /** Whether requests in flight count in their peer's time. */
    default boolean countsInflight() {
        return false;
    }

    /** Whether the time to the header counts at the header already, and not only when the request has succeeded. */
    default boolean timesHeaderAtOnce() {
        return false;
    }

    /** Whether the cost of peers is kept for {@link PeakEwma}. */
    default boolean keepsCost() {
        return false;
    }
}
