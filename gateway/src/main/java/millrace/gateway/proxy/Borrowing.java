package millrace.gateway.proxy;

import java.net.SocketAddress;
import millrace.gateway.balance.Peer;
import millrace.loop.Connection;
import millrace.os.Descriptor;

/**
 * An idle connection on its way from another loop to the one whose request needs it: its descriptor moves, and the upstream
 * notices nothing. Made on the loop that asks.
 */
final class Borrowing {
    private final ProxyLoop loop;
    private final IdleConnections from;
    private final Peer peer;
    private final SocketAddress local;
    private Approach approach;

    private Borrowing(ProxyLoop loop, Approach approach, IdleConnections from, Peer peer, SocketAddress local) {
        this.loop = loop;
        this.approach = approach;
        this.from = from;
        this.peer = peer;
        this.local = local;
    }

    /** Tells the approach's {@code connected}, or its {@code notBorrowed} when there is nothing to be had after all. */
    static Borrowing begin(ProxyLoop loop, Approach approach, IdleConnections from, Peer peer, SocketAddress local) {
        Borrowing borrowing = new Borrowing(loop, approach, from, peer, local);
        from.loop.loop().events().execute(borrowing::give);
        return borrowing;
    }

    /** On the other loop. */
    private void give() {
        UpstreamConnection found = from.take(peer.address(), local, false);
        int fd = found == null ? -1 : found.detach();
        loop.loop().events().execute(() -> arrived(found, fd));
    }

    private void arrived(UpstreamConnection past, int fd) {
        Approach waiting = approach;
        approach = null;
        if (fd < 0) {
            if (waiting != null) {
                waiting.notBorrowed(peer);
            }
            return;
        }
        if (waiting == null) {
            Descriptor.close(fd);
            return;
        }
        UpstreamConnection[] moved = new UpstreamConnection[1];
        Connection.adopt(loop.loop().events(), fd, stream -> moved[0] = past.movedTo(loop, stream));
        waiting.connected(moved[0]);
    }

    /** The request is not interested any more. */
    void abandon() {
        approach = null;
    }
}
