package millrace.manager.usage;

/** Makes a share of CPU time out of two readings. Pure logic: times are given. */
final class CpuMeter {
    /** The kernel counts in steps of 10 ms: over less time than this, one step would be a jump of several per cent. */
    static final long SHORTEST_NANOS = 500_000_000;

    private boolean begun;
    private long lastNanos;
    private long lastCpuNanos;
    private double percent;

    /** A process whose age is known already has a share: that of its life so far. */
    void begin(long nowNanos, long cpuNanos, long ageNanos) {
        begun = true;
        percent = 100.0 * cpuNanos / ageNanos;
        mark(nowNanos, cpuNanos);
    }

    boolean hasBegun() {
        return begun;
    }

    /** Another reading; one that comes too soon after the last that counted leaves the share as it is. */
    void read(long nowNanos, long cpuNanos) {
        long passedNanos = nowNanos - lastNanos;
        if (passedNanos < SHORTEST_NANOS) {
            return;
        }
        // A process that ends without having been waited for takes its time with it.
        percent = 100.0 * Math.max(0, cpuNanos - lastCpuNanos) / passedNanos;
        mark(nowNanos, cpuNanos);
    }

    private void mark(long nowNanos, long cpuNanos) {
        lastNanos = nowNanos;
        lastCpuNanos = cpuNanos;
    }

    /** To a tenth, as it is shown. */
    double percent() {
        return Math.round(percent * 10) / 10.0;
    }
}
