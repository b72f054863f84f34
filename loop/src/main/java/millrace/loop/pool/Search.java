package millrace.loop.pool;

/**
 * How long a worker that has run out of work looks for more before it sleeps. Waking a thread on another processor costs
 * as much as some 20 µs of looking, and in a virtual machine the loop takes as long again to come back with more; so the
 * two are the most that is spent, and much less where it has not helped of late. Used by one thread at a time.
 */
final class Search {
    private static final long MOST_NANOS = 50_000;
    private static final long LEAST_NANOS = 1_000;

    /** Where looking is given up, every so many times it is tried in earnest. */
    private static final int RETRY = 16;

    private long nanos = MOST_NANOS;
    private int skipped;

    /** How long to look now; 0 for not at all. */
    long nanos() {
        if (nanos >= LEAST_NANOS) {
            return nanos;
        }
        if (++skipped < RETRY) {
            return 0;
        }
        skipped = 0;
        return MOST_NANOS;
    }

    void look(JobStack inbox, long lookNanos) {
        long start = System.nanoTime();
        while (inbox.isEmpty() && System.nanoTime() - start < lookNanos) {
            Thread.onSpinWait();
        }
        nanos = inbox.isEmpty() ? nanos / 2 : MOST_NANOS;
    }
}
