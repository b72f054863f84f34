package millrace.gateway.balance;

/** One request at one peer: when it began, and what its times say of the peer. Used again for the next. */
final class Attempt {
    private static final long MILLI = 1_000_000L;

    private Method method;
    private long takenNanos;
    private long headerNanos;
    private boolean inflight;
    /** Whether the last byte says something: not of a tunnel. */
    boolean timed;

    void begin(Method by, boolean single, PeerState state, long nowNanos) {
        method = by;
        takenNanos = nowNanos;
        headerNanos = -1;
        timed = true;
        inflight = by.countsInflight() && !single;
        if (inflight) {
            LeastTime.entered(state, millis(nowNanos));
        }
    }

    /** The header is here. */
    void header(long nowNanos) {
        headerNanos = nowNanos - takenNanos;
    }

    /** What a method counts at the header already; under the group's lock. */
    void countHeader(PeerState state) {
        state.headerMillis = PeerState.average(state.headerMillis, headerNanos / MILLI);
        leave(state, takenNanos + headerNanos);
    }

    void end(PeerState state, Outcome outcome, long nowNanos) {
        long elapsed = nowNanos - takenNanos;
        leave(state, nowNanos);
        if (method.keepsCost() && timed) {
            PeakEwma.observe(state, headerNanos >= 0 ? headerNanos : elapsed, nowNanos);
        }
        // Only successes count: a peer that fails fast is not a fast one.
        if (outcome != Outcome.SUCCEEDED || headerNanos < 0) {
            return;
        }
        if (timed) {
            state.lastByteMillis = PeerState.average(state.lastByteMillis, elapsed / MILLI);
        }
        if (!method.timesHeaderAtOnce()) {
            state.headerMillis = PeerState.average(state.headerMillis, headerNanos / MILLI);
        }
    }

    private void leave(PeerState state, long nowNanos) {
        if (inflight) {
            inflight = false;
            LeastTime.left(state, (nowNanos - takenNanos) / MILLI, millis(nowNanos));
        }
    }

    static long millis(long nanos) {
        return Math.floorDiv(nanos, MILLI);
    }
}
