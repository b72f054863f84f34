package millrace.loop.stall;

import millrace.os.ThreadClock;

/** What the kernel had counted of a thread at a moment; differences of two tell what it did between them. */
record Counters(long atNanos, long cpuNanos, long runDelayNanos, long processCpuNanos) {
    static Counters of(int thread, Moment moment) {
        return of(thread, moment.nowNanos(), moment.processCpuNanos());
    }

    static Counters of(int thread, long nowNanos, long processCpuNanos) {
        return new Counters(nowNanos, Math.max(0, ThreadClock.cpuNanos(thread)),
                Math.max(0, ThreadClock.runDelayNanos(thread)), processCpuNanos);
    }
}
