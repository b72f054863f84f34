package millrace.gateway.exchange;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.ToLongFunction;

/**
 * What passes one loop: connections and requests. Written by the loop's own thread only and read by any, without
 * contention; what all loops have together may be a moment old.
 */
public final class Traffic {
    private final AtomicLong accepted = new AtomicLong();
    private final AtomicLong open = new AtomicLong();
    private final AtomicLong upstreams = new AtomicLong();
    private final AtomicLong requests = new AtomicLong();
    private final AtomicLong reading = new AtomicLong();
    private final AtomicLong writing = new AtomicLong();
    private final List<Runnable> reliefs = new ArrayList<>(4);
    private List<Traffic> all = List.of(this);
    private volatile long most = Long.MAX_VALUE;

    /** The loops that count together, this one included; said before they start. */
    void among(List<Traffic> loops) {
        all = List.copyOf(loops);
    }

    public void accepted() {
        add(accepted, 1);
        add(open, 1);
    }

    public void closed() {
        add(open, -1);
    }

    /** A connection to an upstream. */
    public void upstreamOpened() {
        add(upstreams, 1);
    }

    public void upstreamClosed() {
        add(upstreams, -1);
    }

    /** How many connections all loops may have together, those to upstreams included. Any thread. */
    public void limit(long connections) {
        most = connections;
    }

    public long limit() {
        return most;
    }

    /** Whether there may be no further connection; loops that look at the same moment may go beyond by one each. */
    public boolean isFull() {
        long limit = most;
        if (limit == Long.MAX_VALUE) {
            return false;
        }
        long there = 0;
        for (int i = 0; i < all.size(); i++) {
            there += all.get(i).open.getOpaque() + all.get(i).upstreams.getOpaque();
        }
        return there >= limit;
    }

    /** Who closes connections of this loop that are at nothing, when there are too many. For the loop's own thread. */
    public void relief(Runnable closesIdle) {
        reliefs.add(closesIdle);
    }

    public void withoutRelief(Runnable closesIdle) {
        reliefs.remove(closesIdle);
    }

    /** Whether there may be one more, now that idle ones have gone if they had to. For the loop's own thread. */
    public boolean hasRoom() {
        for (int i = 0; i < reliefs.size() && isFull(); i++) {
            reliefs.get(i).run();
        }
        return !isFull();
    }

    /** The first bytes of a head have come. */
    void headBegun() {
        add(reading, 1);
    }

    /** No head came after all. */
    void headLeft() {
        add(reading, -1);
    }

    /** A head is complete, or refused: it is being answered. */
    public void request() {
        add(reading, -1);
        add(writing, 1);
        add(requests, 1);
    }

    void answered() {
        add(writing, -1);
    }

    /** Connections of this loop. */
    public long open() {
        return open.getOpaque();
    }

    /** Of all loops, since the start: nginx's "accepts". */
    public long allAccepted() {
        return sum(t -> t.accepted.getOpaque());
    }

    public long allOpen() {
        return sum(t -> t.open.getOpaque());
    }

    /** Of all loops, since the start. */
    public long allRequests() {
        return sum(t -> t.requests.getOpaque());
    }

    /** Connections whose request has come in part. */
    public long allReading() {
        return sum(t -> t.reading.getOpaque());
    }

    /** Connections whose request is being answered. */
    public long allWriting() {
        return sum(t -> t.writing.getOpaque());
    }

    /** Connections without a request. */
    public long allWaiting() {
        return Math.max(0, allOpen() - allReading() - allWriting());
    }

    private long sum(ToLongFunction<Traffic> of) {
        return all.stream().mapToLong(of).sum();
    }

    private static void add(AtomicLong count, int more) {
        count.setOpaque(count.getPlain() + more);
    }
}
