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

    /** How a thread looks. */
    enum Waiting {
        /** It runs, or could. */
        NONE,
        LOCK,
        CALL,
        /** It runs or waits for a class: see {@link Frames#waiting}. */
        LOADING,
        /** It went on before it could be looked at. */
        UNSEEN
    }

    /** The cause that explains most of the span. Pure logic. */
    Cause cause() {
        if (isMost(gcNanos, wallNanos)) {
            return Cause.GARBAGE_COLLECTION;
        }
        if (isMost(cpuNanos, wallNanos) && cpuNanos >= runDelayNanos) {
            return waiting == Waiting.LOADING ? Cause.LOADING : Cause.COMPUTING;
        }
        if (isMost(frozenNanos, wallNanos)) {
            return isMost(runDelayNanos, frozenNanos) ? Cause.NO_PROCESSOR : causeOfFreeze();
        }
        return switch (waiting) {
            case LOCK -> Cause.LOCK;
            case CALL -> Cause.BLOCKING_CALL;
            case LOADING -> isMost(runDelayNanos, wallNanos) ? Cause.NO_PROCESSOR : Cause.LOADING;
            case UNSEEN -> isMost(stillNanos() - frozenNanos, wallNanos) ? Cause.WAITING : largestShare();
            case NONE -> largestShare();
        };
    }

    /** Of a thread that wants to run. The kernel counts its wait for a processor only when that is over. */
    private Cause largestShare() {
        if (stillNanos() > cpuNanos && isMost(Math.max(gcNanos, frozenNanos), stillNanos())) {
            return causeOfFreeze();
        }
        return cpuNanos >= Math.max(runDelayNanos, stillNanos()) ? Cause.COMPUTING : Cause.NO_PROCESSOR;
    }

    /** How long it neither ran nor waited for a processor. */
    private long stillNanos() {
        return wallNanos - cpuNanos - runDelayNanos;
    }

    /** All threads stood still: the JVM was at work on its own, or nobody at all was. */
    private Cause causeOfFreeze() {
        if (isMost(gcNanos, frozenNanos)) {
            return Cause.GARBAGE_COLLECTION;
        }
        return isMost(processCpuNanos - cpuNanos, frozenNanos) ? Cause.SAFEPOINT : Cause.STOPPED;
    }

    private static boolean isMost(long part, long whole) {
        return part > 0 && part >= whole - part;
    }
}
