package millrace.gateway.proxy;

import java.io.IOException;
import java.net.SocketAddress;
import java.util.concurrent.TimeUnit;
import millrace.gateway.balance.KeepAlive;
import millrace.gateway.tls.UpstreamTls;
import millrace.http.h2.Http2Client;
import millrace.loop.Connection;
import millrace.loop.StreamHandler;
import millrace.loop.stall.Described;
import millrace.loop.tls.OpenSslSession;

/**
 * A connection to an upstream: it serves one request after the other, and is kept idle in between.
 *
 * <pre>
 *   connected ──▶ in use ──── answered, may be kept ───▶ idle ──▶ in use …
 *                   └── else ──▶ closed ◀── the peer ends, time-out ─┘
 * </pre>
 *
 * <p>For the loop's own thread only.
 */
final class UpstreamConnection implements StreamHandler, Described {
    private static final long LINGER_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final int MOST_QUEUED = 256 << 10;

    private final ProxyLoop loop;
    private final SocketAddress address;
    private final SocketAddress local;
    private final Connection stream;
    private final long openedNanos;
    private int requests;
    private UpstreamRequest user;
    private Connecting maker;
    private UpstreamTls tls;
    private String host;
    private boolean drains;
    private boolean peerEnded;
    private Http2Client http2;
    private boolean counted = true;

    /** Where it counts as in use. */
    private IdleLimit counter;

    // The list of idle connections: see IdleConnections.
    IdleConnections home;
    UpstreamConnection previous;
    UpstreamConnection following;

    UpstreamConnection(ProxyLoop loop, SocketAddress address, SocketAddress local, Connection stream) {
        this(loop, address, local, stream, loop.nowNanos());
    }

    private UpstreamConnection(
            ProxyLoop loop, SocketAddress address, SocketAddress local, Connection stream, long openedNanos) {
        this.loop = loop;
        this.address = address;
        this.local = local;
        this.stream = stream;
        this.openedNanos = openedNanos;
        loop.loop().traffic().upstreamOpened();
    }

    /** Takes an idle one out of its loop: a descriptor, or −1 when it is of no use any more. */
    int detach() {
        int fd = stream.detach();
        if (fd < 0) {
            stream.abort();
        }
        return fd;
    }

    /** What goes on with a descriptor that was {@link #detach detached}, on another loop. */
    UpstreamConnection movedTo(ProxyLoop other, Connection moved) {
        UpstreamConnection heir = new UpstreamConnection(other, address, local, moved, openedNanos);
        heir.requests = requests;
        return heir;
    }

    Connection stream() {
        return stream;
    }

    /** Its session; the first to ask for it makes it one of HTTP/2. */
    Http2Client http2() {
        if (http2 == null) {
            http2 = new Http2Client(stream, Http2Exchange.LIMITS, this::sessionOver);
        }
        return http2;
    }

    /** What the peer does after that is of no interest; what we have said to it still leaves. */
    private void sessionOver() {
        if (home != null) {
            home.remove(this);
        }
        if (user == null) {
            drop();
        }
    }

    /** @param inHttp2 whether HTTP/2 is to be spoken, which one that has spoken HTTP/1 cannot */
    boolean isTo(SocketAddress other, SocketAddress from, boolean inHttp2) {
        return inHttp2 == (http2 != null) && (address == other || address.equals(other))
                && (local == from || from != null && from.equals(local)) && (http2 == null || http2.isUsable());
    }

    /** The handshake is over: with whose rules, and whom it was with. */
    void secured(UpstreamTls by, String name) {
        maker = null;
        tls = by;
        host = name;
    }

    /** Who hears of the handshake. */
    void shakingHands(Connecting by) {
        maker = by;
    }

    @Override
    public void onSecured(Connection connection) {
        maker.secured();
    }

    /** A request takes the connection. */
    void use(UpstreamRequest by, IdleLimit countedBy) {
        user = by;
        requests++;
        counter = countedBy;
        counter.used();
    }

    /** Another protocol is spoken from here on: it does not count as one that will be idle again. */
    void tunnel() {
        uncountUse();
        stream.timeout(0);
    }

    private void uncountUse() {
        if (counter != null) {
            counter.unused();
            counter = null;
        }
    }

    /** Whether the request that has it is not its first. */
    boolean wasUsed() {
        return requests > 1;
    }

    /**
     * The request is over.
     *
     * @param reusable whether its answer was read to the end; if not, what comes yet is of no interest
     */
    void over(PassTarget target, boolean reusable) {
        if (reusable) {
            done(target);
        } else {
            drop();
        }
    }

    private void done(PassTarget target) {
        leave();
        KeepAlive rules = target.upstream.keepAlive();
        boolean keep = rules.connections() > 0
                && (tls == null || !tls.varies())
                && requests < rules.requests()
                && loop.nowNanos() - openedNanos < TimeUnit.MILLISECONDS.toNanos(rules.timeMillis());
        if (!keep || !stream.isOpen() || peerEnded || http2 != null && !http2.isUsable()) {
            stream.abort();
            return;
        }
        target.idle(loop).keep(this);
        stream.timeout(TimeUnit.MILLISECONDS.toNanos(rules.timeoutMillis()));
        stream.resume();
    }

    /** The request is over: the connection is no more its own. */
    void leave() {
        user = null;
        uncountUse();
    }

    /** The client is gone, but the upstream shall finish: what it says is thrown away. */
    void drain(long readNanos) {
        leave();
        drains = true;
        stream.timeout(readNanos);
        stream.resume();
    }

    /** Nobody wants the connection. */
    void drop() {
        leave();
        if (http2 != null && http2.isOver()) {
            stream.timeout(LINGER_NANOS);
            stream.finish(); // The peer is told why.
        } else {
            stream.abort();
        }
    }

    /** As {@link #drop}, for one that is idle; it does not count any more from now on. */
    void close() {
        uncount();
        stream.abort();
    }

    private void uncount() {
        if (counted) {
            counted = false;
            loop.loop().traffic().upstreamClosed();
        }
    }

    @Override
    public int onData(Connection connection, byte[] buffer, int offset, int length) {
        if (http2 != null) {
            return onFrames(buffer, offset, length);
        }
        if (drains) {
            return length;
        }
        if (user == null) {
            stream.abort(); // An answer to nothing.
            return length;
        }
        return user.onAnswer(buffer, offset, length);
    }

    private int onFrames(byte[] buffer, int offset, int length) {
        int used = http2.receive(buffer, offset, length);
        if (user != null) {
            user.restartTimeout();
        }
        if (stream.isOpen() && stream.queuedBytes() > MOST_QUEUED) {
            stream.pause(); // It asks for more answers than it takes.
        }
        return used;
    }

    @Override
    public void onEnd(Connection connection) {
        if (user == null) {
            stream.abort();
        } else {
            peerEnded = true;
            user.onAnswerEnd(null);
        }
    }

    @Override
    public void onWritable(Connection connection) {
        if (http2 != null) {
            http2.writable();
            if (stream.isOpen() && stream.isPaused()) {
                stream.resume();
            }
        } else if (user != null) {
            user.onSent();
        }
    }

    @Override
    public void onTimeout(Connection connection) {
        if (user == null) {
            stream.abort(); // With a handshake under way, onClosed tells of it.
        } else {
            user.onTimeout();
        }
    }

    @Override
    public void onClosed(Connection connection, IOException cause) {
        uncount();
        if (home != null) {
            home.remove(this);
        }
        if (tls != null && cause == null) {
            tls.keep(host, address, (OpenSslSession) stream.tls());
        }
        if (maker != null) {
            maker.notSecured(cause);
        }
        if (user != null) {
            user.onAnswerEnd(cause == null ? new IOException("closed") : cause);
        }
        if (http2 != null) {
            http2.gone();
        }
    }

    @Override
    public String describe() {
        return "gateway connection to " + address;
    }
}
