package millrace.offload.flow;

/** What a subscriber has asked for and not yet got. For one thread. */
public final class Demand {
    private long left;

    /**
     * @throws IllegalArgumentException unless the number is positive (Reactive Streams 3.9); the subscriber is told
     */
    public void add(long n) {
        if (n <= 0) {
            throw new IllegalArgumentException("request of " + n + " items; it must be positive (Reactive Streams 3.9)");
        }
        left = left + n < 0 ? Long.MAX_VALUE : left + n;
    }

    public boolean isThere() {
        return left > 0;
    }

    /** One item is on its way. The largest number means without end. */
    public void take() {
        if (left != Long.MAX_VALUE) {
            left--;
        }
    }
}
