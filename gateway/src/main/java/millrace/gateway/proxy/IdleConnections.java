package millrace.gateway.proxy;

import java.net.SocketAddress;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import millrace.gateway.balance.KeepAlive;
import millrace.gateway.exchange.Traffic;
import millrace.loop.Timer;

/**
 * Connections of one loop that wait for their next request, the last one used in front. Taking and keeping allocate
 * nothing. For the loop's own thread only.
 */
final class IdleConnections {
    private static final long MOMENT_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    final ProxyLoop loop;

    final KeepAlive rules;
    private UpstreamConnection first;
    private UpstreamConnection last;

    /** Written by its own loop, read by others, to whom it may be a moment old: no request pays for a fence. */
    private final AtomicInteger count = new AtomicInteger();

    private final IdleLimit limit;

    /** Ends the limit's moment; made when first needed, armed while there may be more than is usual. */
    private Timer moment;

    private final Runnable relief = this::relieve;

    IdleConnections(ProxyLoop loop, KeepAlive rules) {
        this.loop = loop;
        this.rules = rules;
        this.limit = new IdleLimit(rules.connections());
        if (rules.connections() > 0) {
            traffic().relief(relief);
        }
    }

    private Traffic traffic() {
        return loop.loop().traffic();
    }

    /** Who counts those that are in use, for {@link #keep}. */
    IdleLimit limit() {
        return limit;
    }

    int count() {
        return count.getOpaque();
    }

    /** One to an address, from a local address; {@code null} if there is none. */
    UpstreamConnection take(SocketAddress address, SocketAddress local, boolean http2) {
        for (UpstreamConnection c = first; c != null; c = c.following) {
            if (c.isTo(address, local, http2)) {
                remove(c);
                return c;
            }
        }
        return null;
    }

    /** Keeps one; if they are too many, the one that was not used for the longest time goes for it. */
    void keep(UpstreamConnection c) {
        if (count.getPlain() >= limit.usual()) {
            makeRoom();
        }
        c.home = this;
        c.previous = null;
        c.following = first;
        if (first != null) {
            first.previous = c;
        } else {
            last = c;
        }
        first = c;
        count.setOpaque(count.getPlain() + 1);
    }

    void remove(UpstreamConnection c) {
        if (c.home != this) {
            return;
        }
        if (c.previous == null) {
            first = c.following;
        } else {
            c.previous.following = c.following;
        }
        if (c.following == null) {
            last = c.previous;
        } else {
            c.following.previous = c.previous;
        }
        c.home = null;
        c.previous = null;
        c.following = null;
        count.setOpaque(count.getPlain() - 1);
    }

    private void makeRoom() {
        if (moment == null) {
            moment = loop.loop().events().timer(this::momentOver);
        }
        if (!moment.isArmed()) {
            limit.begin();
            moment.arm(MOMENT_NANOS);
        }
        if (count.getPlain() >= limit.most()) {
            closeOldest();
        }
    }

    private void momentOver() {
        int most = limit.most();
        while (count.getPlain() > most) {
            closeOldest();
        }
        limit.next();
        if (most > limit.usual()) {
            moment.arm(MOMENT_NANOS);
        }
    }

    private void closeOldest() {
        UpstreamConnection oldest = last;
        remove(oldest);
        oldest.close();
    }

    /** There are as many connections as {@code worker_connections} allows, and somebody wants one. */
    private void relieve() {
        while (last != null && traffic().isFull()) {
            closeOldest();
        }
    }

    void close() {
        traffic().withoutRelief(relief);
        while (last != null) {
            closeOldest();
        }
    }
}
