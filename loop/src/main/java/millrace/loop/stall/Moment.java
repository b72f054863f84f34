package millrace.loop.stall;

import millrace.os.ThreadClock;

/**
 * A point of time at which the watch looks.
 *
 * @param nowNanos by {@link System#nanoTime}
 * @param frozenNanos how much later it is than the watch's thread had planned, less what it waited for a processor: what
 *     held it up for so long held up all threads
 * @param processCpuNanos what the process has computed until now
 * @param runDelayNanos how long the watch's thread has waited for processors until now
 */
record Moment(long nowNanos, long frozenNanos, long processCpuNanos, long runDelayNanos) {
    /** @param thread the watch's */
    static Moment first(int thread) {
        return new Moment(System.nanoTime(), 0, ThreadClock.processCpuNanos(), ThreadClock.runDelayNanos(thread));
    }

    /** @param plannedNanos when it should have come */
    Moment next(int thread, long plannedNanos) {
        long now = System.nanoTime();
        long runDelay = ThreadClock.runDelayNanos(thread);
        long frozen = Math.max(0, now - plannedNanos - (runDelay - runDelayNanos));
        return new Moment(now, frozen, ThreadClock.processCpuNanos(), runDelay);
    }
}
