package millrace.gateway.proxy;

import java.util.concurrent.TimeUnit;
import millrace.gateway.balance.Peer;
import millrace.gateway.balance.Queueing;
import millrace.gateway.balance.UpstreamSearch;
import millrace.gateway.log.Level;
import millrace.loop.Timer;

/**
 * The way of a request to a connection: where it goes, which peer is next, and a connection to that. Used again for other
 * requests; for the loop's own thread only.
 *
 * <pre>
 *   begin ─▶ target ─────────────▶ peer ───────────▶ connection, kept or new ─▶ UpstreamRequest.connected
 *             └ by a name's         └ by the group's  └ UpstreamRequest.notConnected: perhaps next()
 *               addresses             queue
 * </pre>
 */
final class Approach implements Queueing.Caller {
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final UpstreamRequest request;
    private UpstreamSearch search;
    private Queueing queueing;
    private Connecting connecting;
    private Borrowing borrowing;
    private Timer pause;

    Approach(UpstreamRequest request) {
        this.request = request;
    }

    void begin() {
        if (request.target != null) {
            choose();
        } else {
            search = TargetSearch.begin(this, request.exchange, request.pass);
        }
    }

    /** The target of a URL with variables is known. */
    void found(PassTarget at) {
        search = null;
        request.target = at;
        choose();
    }

    /** Or it is not to be had. */
    void notFound(Failure failure, String words) {
        search = null;
        request.log(Level.ERROR, words);
        request.finish(failure.status);
    }

    private void choose() {
        request.target.upstream.begin(request.exchange, request.selection);
        request.selection.limitTries(request.settings.tries);
        next();
    }

    /** To the next peer. */
    void next() {
        if (request.attempts.count() > 0 && request.mayWait()) {
            // Whoever looks after the peers needs a moment to learn what has become of them.
            pause = pause == null ? request.loop.loop().events().timer(this::anew) : pause;
            pause.arm(PAUSE_NANOS);
        } else {
            choosePeer();
        }
    }

    private void anew() {
        request.selection.renew();
        choosePeer();
    }

    private void choosePeer() {
        Peer peer = request.selection.next();
        if (peer != null) {
            attempt(peer);
            return;
        }
        queueing = Queueing.join(this, request.selection, request.target.upstream, request.loop.loop().events());
        if (queueing == null) {
            noLivePeers();
        }
    }

    /** The queue has a peer for this request, or {@code null}: it has waited too long. */
    @Override
    public void dequeued(Peer peer) {
        queueing = null;
        if (peer == null) {
            noLivePeers();
        } else {
            attempt(peer);
        }
    }

    private void noLivePeers() {
        request.attempts.begin(request.target.upstream.name(), request.nowNanos());
        request.log(Level.ERROR, "no live upstreams while connecting to upstream");
        request.attempts.failed(Failure.NO_LIVE_PEERS, 0);
        request.attempts.end(request.nowNanos());
        request.finish(Failure.NO_LIVE_PEERS.status);
    }

    private void attempt(Peer peer) {
        request.attempts.begin(peer.name(), request.nowNanos());
        Bind bind = request.settings.bind;
        boolean http2 = request.settings.isHttp2();
        IdleConnections idle = request.target.idle(request.loop);
        UpstreamConnection kept = idle.take(peer.address(), bind.local(request.exchange), http2);
        if (kept != null) {
            request.connected(kept);
            return;
        }
        IdleConnections elsewhere = http2 ? null : request.target.idleElsewhere(idle);
        if (elsewhere != null) {
            borrowing = Borrowing.begin(request.loop, this, elsewhere, peer, bind.local(request.exchange));
        } else {
            connect(peer);
        }
    }

    /** To a peer that was taken already, on a new connection. */
    void afresh(Peer peer) {
        request.attempts.begin(peer.name(), request.nowNanos());
        connect(peer);
    }

    private void connect(Peer peer) {
        Connecting.begin(request, this, peer);
    }

    /** The other loop has needed its connection itself. */
    void notBorrowed(Peer peer) {
        borrowing = null;
        connect(peer);
    }

    void connecting(Connecting by) {
        connecting = by;
    }

    void connected(UpstreamConnection to) {
        connecting = null;
        borrowing = null;
        request.connected(to);
    }

    /** A connection could not be made. */
    void notConnected(Failure failure, String words) {
        connecting = null;
        request.fail(failure, words);
    }

    /** Whether a connection is waited for. */
    boolean isUnderWay() {
        return search != null || pause != null && pause.isArmed() || connecting != null || borrowing != null || queueing != null;
    }

    /** Nobody waits for a connection any more. */
    void abandon() {
        if (pause != null) {
            pause.cancel();
        }
        if (search != null) {
            search.abandon();
            search = null;
        }
        if (connecting != null) {
            connecting.abandon();
            connecting = null;
        }
        if (borrowing != null) {
            borrowing.abandon();
            borrowing = null;
        }
        if (queueing != null) {
            request.abandonQueue(queueing);
            queueing = null;
        }
    }
}
