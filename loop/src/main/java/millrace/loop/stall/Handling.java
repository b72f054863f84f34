package millrace.loop.stall;

/**
 * Something that a virtual thread does, between {@link LoopWatch#handling} and {@link #close}; both on that thread. The
 * rest is the watch's: what it saw of the thread the last time it looked.
 */
public final class Handling implements AutoCloseable {
    private final Thread thread;
    private final Described what;
    private final Carriers carriers;
    private volatile long endedNanos;

    /** The carrier that the thread was seen on, since when, and how often without a break. */
    String carrier;

    long mountedNanos;
    long seenNanos;
    int times;
    boolean noticed;
    Cause cause;
    Look look;

    Handling(Thread thread, Described what, Carriers carriers, long nowNanos) {
        this.thread = thread;
        this.what = what;
        this.carriers = carriers;
        this.seenNanos = nowNanos;
    }

    Thread thread() {
        return thread;
    }

    Described what() {
        return what;
    }

    /** When it ended, or 0. */
    long endedNanos() {
        return endedNanos;
    }

    /** It is done. */
    @Override
    public void close() {
        endedNanos = System.nanoTime() | 1;
        carriers.remove(this);
    }
}
