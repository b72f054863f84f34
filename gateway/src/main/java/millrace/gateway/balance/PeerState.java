package millrace.gateway.balance;

/**
 * What has been learnt of a peer and what it is doing. Outlives the configuration that named the peer: after a reload
 * the group of the new snapshot and requests of the old one count in the same place. Guarded by the group's lock.
 */
final class PeerState {
    /** Longer ago than any timeout, without overflow when subtracted from. */
    static final long NEVER = Long.MIN_VALUE / 4;

    // Smooth weighted round robin: shares collected and not yet spent, and the weight that failures have left.
    long currentWeight;
    int effectiveWeight = -1;

    int conns;
    int fails;
    /** When it failed the last time, and when it was last known or tried, in seconds. */
    long accessedSeconds = NEVER;

    long checkedSeconds = NEVER;

    /** Since when its weight grows, or {@link #NEVER}. */
    long slowStartNanos = NEVER;

    /** By active checks: false takes it out at once. */
    boolean healthy = true;

    // Moving averages of successful requests, in milliseconds; 0 is none yet.
    long headerMillis;
    long lastByteMillis;

    // Requests that wait for an answer now, and how long they have waited together.
    int inflight;
    long inflightSumMillis;
    long inflightChangedMillis;
    long inflightMillis;

    /** For peak EWMA, in nanoseconds. */
    double costNanos;

    long costStampNanos = NEVER;

    final PeerFigures figures = new PeerFigures();

    /** The moving average of nginx's {@code least_time}: 5 % of the new value, rounded. */
    static long average(long average, long value) {
        return average == 0 ? value : (long) (0.5 + value * 0.05 + average * 0.95);
    }

    /** The weight that failures have left of the configured one. */
    int effective(int weight) {
        if (effectiveWeight < 0 || effectiveWeight > weight) {
            effectiveWeight = weight;
        }
        return effectiveWeight;
    }
}
