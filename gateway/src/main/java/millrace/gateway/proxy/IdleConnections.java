package millrace.gateway.proxy;

import java.net.SocketAddress;
import java.util.concurrent.atomic.AtomicInteger;
import millrace.gateway.balance.KeepAlive;

/**
 * Connections of one loop that wait for their next request, the last one used in front. Taking and keeping allocate
 * nothing. For the loop's own thread only.
 */
final class IdleConnections {
    final ProxyLoop loop;

    final KeepAlive rules;
    private UpstreamConnection first;
    private UpstreamConnection last;

    /** Written by its own loop, read by others, to whom it may be a moment old: no request pays for a fence. */
    private final AtomicInteger count = new AtomicInteger();

    IdleConnections(ProxyLoop loop, KeepAlive rules) {
        this.loop = loop;
        this.rules = rules;
    }

    int count() {
        return count.getOpaque();
    }

    /** One to an address, from a local address; {@code null} if there is none. */
    UpstreamConnection take(SocketAddress address, SocketAddress local) {
        for (UpstreamConnection c = first; c != null; c = c.following) {
            if (c.isTo(address, local)) {
                remove(c);
                return c;
            }
        }
        return null;
    }

    /** Keeps one; the one that was not used for the longest time goes for it. */
    void keep(UpstreamConnection c) {
        if (count.getPlain() == rules.connections()) {
            UpstreamConnection oldest = last;
            remove(oldest);
            oldest.stream().abort();
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

    void close() {
        while (first != null) {
            UpstreamConnection each = first;
            remove(each);
            each.stream().abort();
        }
    }
}
