package millrace.gateway.proxy;

import java.net.SocketAddress;
import millrace.gateway.balance.KeepAlive;

/**
 * Connections of one loop that wait for their next request, the last one used in front. Taking and keeping allocate
 * nothing. For the loop's own thread only.
 */
final class IdleConnections {
    /** Whose they are: see {@link PassTarget#idleKey}. */
    final Object key;

    final KeepAlive rules;
    private UpstreamConnection first;
    private UpstreamConnection last;
    private int count;

    IdleConnections(Object key, KeepAlive rules) {
        this.key = key;
        this.rules = rules;
    }

    int count() {
        return count;
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
        if (count == rules.connections()) {
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
        count++;
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
        count--;
    }
}
