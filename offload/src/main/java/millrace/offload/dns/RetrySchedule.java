package millrace.offload.dns;

/**
 * Which server is asked next and how long it may take: all servers in turn, then all again with twice the time, as many
 * rounds as were asked for. One that has answered with an error is not asked again. Pure logic.
 */
final class RetrySchedule {
    /** The time is doubled no more often than this. */
    private static final int MOST_DOUBLINGS = 4;

    private final int[] order;
    private final int rounds;
    private final long timeoutNanos;
    private final boolean[] settled;
    private int tries;

    /** @param order numbers of servers, the first to be asked first */
    RetrySchedule(int[] order, int rounds, long timeoutNanos) {
        this.order = order;
        this.settled = new boolean[order.length];
        this.rounds = rounds;
        this.timeoutNanos = timeoutNanos;
    }

    /** Goes on to the next try; {@code false} when there is none. */
    boolean next() {
        while (tries < order.length * rounds) {
            tries++;
            if (!settled[(tries - 1) % order.length]) {
                return true;
            }
        }
        return false;
    }

    /** The present server has said that it cannot tell: it would say so again. */
    void settled() {
        settled[(tries - 1) % order.length] = true;
    }

    int server() {
        return order[(tries - 1) % order.length];
    }

    long timeoutNanos() {
        return timeoutNanos << Math.min(MOST_DOUBLINGS, (tries - 1) / order.length);
    }
}
