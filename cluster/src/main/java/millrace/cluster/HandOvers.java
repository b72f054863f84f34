package millrace.cluster;

import java.util.function.Consumer;

/**
 * The connections on their way to one worker, in the order in which they were sent. Our copy of each descriptor stays
 * open until the worker has said that it has accepted the connection: whatever goes wrong before, it goes to another.
 *
 * <p>Two answers come for each: that the descriptor has arrived (or got lost), in order and without a number; then, with
 * the number, whether the connection is accepted.
 */
final class HandOvers {
    /** The most that are under way at once, until a port is closed. */
    static final int WINDOW = 64;

    /** One connection under way. Objects are reused. */
    static final class HandOver {
        long seq;
        int fd;
        RoundRobinPort port;
        long sentNanos;
        private boolean open;
    }

    /** Listening sockets that are given away are reported in the same order, and have places of their own. */
    private static final int PLACES = 2 * WINDOW;

    private HandOver[] ring = new HandOver[PLACES];

    /** Counters that never wrap: the oldest one, the first whose descriptor is not reported, the next free place. */
    private long oldest;

    private long unreported;
    private long next;
    private int open;

    HandOvers() {
        for (int i = 0; i < PLACES; i++) {
            ring[i] = new HandOver();
        }
    }

    boolean hasRoom() {
        return next - oldest < WINDOW;
    }

    /** How many connections wait for an answer. */
    int count() {
        return open;
    }

    /** Whether the arrival of every descriptor sent so far has been reported. */
    boolean allReported() {
        return unreported == next;
    }

    /** When the longest waiting one was sent. Only when {@link #count} is not 0. */
    long oldestSentNanos() {
        long i = oldest;
        while (!at(i).open) {
            i++;
        }
        return at(i).sentNanos;
    }

    void sent(long seq, int fd, RoundRobinPort port, long nowNanos) {
        HandOver handOver = take();
        handOver.seq = seq;
        handOver.fd = fd;
        handOver.port = port;
        handOver.sentNanos = nowNanos;
        handOver.open = true;
        open++;
    }

    /** The next free place. */
    private HandOver take() {
        if (next - oldest == ring.length) {
            HandOver[] larger = new HandOver[2 * ring.length];
            for (long i = oldest; i < oldest + larger.length; i++) {
                larger[(int) (i % larger.length)] = i < next ? at(i) : new HandOver();
            }
            ring = larger;
        }
        return at(next++);
    }

    /** Whether a listening socket can be given away now. */
    boolean hasRoomForSocket() {
        return next - oldest < PLACES;
    }

    /** A listening socket was sent: its arrival is reported, and nothing else is answered. */
    void socketSent() {
        take().open = false;
    }

    /** The worker reports that the next descriptor has arrived. */
    void arrived() {
        if (unreported < next) {
            unreported++;
            forgetSettled();
        }
    }

    /** The worker reports that the next descriptor has not arrived: what has to be sent to another, or {@code null}. */
    HandOver lost() {
        if (unreported == next) {
            return null;
        }
        HandOver handOver = settle(at(unreported++));
        forgetSettled();
        return handOver;
    }

    /** The worker answers a number: the connection that it is about, under way no more; {@code null} when there is none. */
    HandOver answered(long seq) {
        for (long i = oldest; i < next; i++) {
            HandOver handOver = at(i);
            if (handOver.open && handOver.seq == seq) {
                // An answer without a report: be content, the descriptor must have arrived.
                unreported = Math.max(unreported, i + 1);
                settle(handOver);
                forgetSettled();
                return handOver;
            }
        }
        return null;
    }

    /** The worker is gone: everything that was under way. */
    void abandon(Consumer<HandOver> each) {
        for (; oldest < next; oldest++) {
            HandOver handOver = at(oldest);
            if (handOver.open) {
                handOver.open = false;
                each.accept(handOver);
            }
        }
        open = 0;
        unreported = next;
    }

    private HandOver settle(HandOver handOver) {
        if (!handOver.open) {
            return null;
        }
        handOver.open = false;
        open--;
        return handOver;
    }

    private void forgetSettled() {
        while (oldest < unreported && !at(oldest).open) {
            oldest++;
        }
    }

    private HandOver at(long index) {
        return ring[(int) (index % ring.length)];
    }
}
