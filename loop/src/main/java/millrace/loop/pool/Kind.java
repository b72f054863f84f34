package millrace.loop.pool;

/** What {@link Routing} knows of a lane's tasks. Under the lock of its pool. */
final class Kind {
    /** What is thought to be over before another worker could be woken. */
    private static final long QUICK_NANOS = 10_000;

    /** The running mean of the run times, or −1 as long as no task has ended. */
    double meanNanos = -1;

    boolean isLong;

    /** When a task was last submitted or ended. */
    long activeNanos;

    boolean isQuick() {
        return meanNanos >= 0 && meanNanos < QUICK_NANOS;
    }
}
