package millrace.loop.stall;

/**
 * What was seen of a thread in a span of time.
 *
 * @param wallNanos the span
 * @param cpuNanos processor time that the thread had
 * @param runDelayNanos time in which it could run and had no processor
 * @param frozenNanos how long the watch's own thread could not even ask for a processor: what stopped that stopped all
 * @param gcNanos how long the garbage collector had stopped all threads
 * @param processCpuNanos processor time of all threads, those of the JVM included
 * @param waiting what the thread's stack says at the end of the span
 */
record Evidence(
        long wallNanos,
        long cpuNanos,
        long runDelayNanos,
        long frozenNanos,
        long gcNanos,
        long processCpuNanos,
        Waiting waiting) {

    /** How the stack of a thread looks. */
    enum Waiting {
        /** It runs, or is in native code. */
        NONE,
        LOCK,
        CALL,
        /** There is no stack. */
        UNSEEN
    }

    /** The cause that explains most of the span. Pure logic. */
    Cause cause() {
        if (isMost(gcNanos, wallNanos)) {
            return Cause.GARBAGE_COLLECTION;
        }
        if (isMost(cpuNanos, wallNanos)) {
            return Cause.COMPUTING;
        }
        if (isMost(frozenNanos, wallNanos)) {
            return causeOfFreeze();
        }
        return switch (waiting) {
            case LOCK -> Cause.LOCK;
            case CALL -> Cause.BLOCKING_CALL;
            case NONE, UNSEEN -> largestShare();
        };
    }

    /** All threads stood still: no processor for any, the JVM at work on its own, or nobody at work at all. */
    private Cause causeOfFreeze() {
        if (isMost(runDelayNanos, frozenNanos)) {
            return Cause.NO_PROCESSOR;
        }
        if (isMost(gcNanos, frozenNanos)) {
            return Cause.GARBAGE_COLLECTION;
        }
        return isMost(processCpuNanos, frozenNanos) ? Cause.SAFEPOINT : Cause.STOPPED;
    }

    /** A thread that neither runs nor could run is in a call that waits, though Java calls it runnable. */
    private Cause largestShare() {
        if (isMost(wallNanos - cpuNanos - runDelayNanos - frozenNanos, wallNanos)) {
            return Cause.BLOCKING_CALL;
        }
        if (frozenNanos > Math.max(cpuNanos, runDelayNanos)) {
            return causeOfFreeze();
        }
        return cpuNanos >= runDelayNanos ? Cause.COMPUTING : Cause.NO_PROCESSOR;
    }

    private static boolean isMost(long part, long whole) {
        return part > 0 && part >= whole - part;
    }
}
