package millrace.loop.pool;

/** What {@link Routing} knows of a lane's tasks. Under the lock of its pool. */
final class Kind {
    /** The running mean of the run times, or −1 as long as no task has ended. */
    double meanNanos = -1;

    boolean isLong;

    /** When a task was last submitted or ended. */
    long activeNanos;
}
