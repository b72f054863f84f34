package millrace.gateway.stream;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import millrace.gateway.balance.Outcome;
import millrace.gateway.balance.Peer;
import millrace.gateway.balance.Queueing;
import millrace.gateway.balance.Selection;
import millrace.gateway.balance.Upstream;
import millrace.gateway.balance.UpstreamSearch;
import millrace.gateway.exchange.Exchange;
import millrace.gateway.exchange.Traffic;
import millrace.gateway.log.Level;
import millrace.gateway.resolver.UpstreamAddress;

/**
 * The way of a session to a peer of an upstream.
 *
 * <pre>
 *   begin ─▶ (search) ─▶ found ─▶ next ─▶ connect ─▶ established ─▶ (bytes) ─▶ end
 *                                  ▲         └ failed ──┐
 *                                  └── tries are left ──┘ else the session's end
 * </pre>
 *
 * <p>For the loop's own thread only.
 */
abstract class Passage implements Queueing.Caller, UpstreamSearch.Caller {
    static final int BAD_GATEWAY = 502;
    private static final int INTERNAL = 500;

    final Session session;
    final PassSettings settings;
    final List<Attempt> attempts = new ArrayList<>(1);
    final Selection selection;
    private final long beganNanos;
    private Upstream upstream;
    private UpstreamSearch search;
    private Queueing queueing;
    private Peer peer;

    /** The one that runs, or was the last to. */
    Attempt attempt;

    /** As the configuration names whom the session goes to. */
    String host;

    Passage(Session session, PassSettings settings) {
        this.session = session;
        this.settings = settings;
        this.beganNanos = nowNanos();
        this.selection = new Selection(session.port.loop().events()::nowNanos);
    }

    /** Connects to a peer, and calls {@link #connected} or {@link #failed}. */
    abstract void connect(Peer to);

    /** Lets go of the peer's side, whatever it is at. */
    abstract void close();

    final Exchange exchange() {
        return session.exchange;
    }

    final long nowNanos() {
        return session.port.loop().events().nowNanos();
    }

    /** Who is being tried, for the log. */
    final String peerName() {
        return attempt == null ? null : attempt.peer;
    }

    /** To the upstream of an address that is made of variables. */
    final void begin(UpstreamAddress address) {
        host = address.host();
        search = UpstreamSearch.begin(exchange(), address, this);
    }

    final void begin(Upstream fixed, String name) {
        host = name;
        found(fixed);
    }

    @Override
    public final void found(Upstream at) {
        search = null;
        upstream = at;
        upstream.begin(exchange(), selection);
        selection.limitTries(settings.tries);
        next();
    }

    @Override
    public final void notFound(String words) {
        search = null;
        session.log(Level.ERROR, words);
        session.finish(INTERNAL);
    }

    private void next() {
        Peer chosen = selection.next();
        if (chosen != null) {
            attempt(chosen);
            return;
        }
        queueing = Queueing.join(this, selection, upstream, session.port.loop().events());
        if (queueing == null) {
            noLivePeers();
        }
    }

    @Override
    public final void dequeued(Peer found) {
        queueing = null;
        if (found == null) {
            noLivePeers();
        } else {
            attempt(found);
        }
    }

    private void noLivePeers() {
        begin(upstream.name());
        session.log(Level.ERROR, "no live upstreams while connecting to upstream");
        session.finish(BAD_GATEWAY);
    }

    private void begin(String name) {
        attempt = new Attempt(name, nowNanos());
        attempts.add(attempt);
    }

    private void attempt(Peer to) {
        peer = to;
        begin(to.name());
        Traffic traffic = session.port.loop().traffic();
        if (traffic.isFull()) {
            session.log(Level.ALERT, traffic.limit() + " worker_connections are not enough while connecting to upstream");
            session.finish(INTERNAL);
        } else {
            connect(to);
        }
    }

    /** A connection is there. */
    final void connected() {
        attempt.connectNanos = attempt.since(nowNanos());
        selection.reached();
        if (upstream.timesConnect()) {
            selection.header();
        }
    }

    /** The peer has answered. */
    final void firstByte() {
        attempt.firstByteNanos = attempt.since(nowNanos());
        if (!upstream.timesConnect()) {
            selection.header();
        }
    }

    /** The peer could not be reached: perhaps another one can. */
    final void failed(String words) {
        session.log(Level.ERROR, words);
        over(Outcome.FAILED);
        if (settings.nextUpstream && hasTime() && selection.mayRetry()) {
            next();
        } else {
            session.finish(BAD_GATEWAY);
        }
    }

    private boolean hasTime() {
        return settings.nextTimeout == 0 || nowNanos() - beganNanos < TimeUnit.MILLISECONDS.toNanos(settings.nextTimeout);
    }

    private void over(Outcome outcome) {
        if (attempt != null && attempt.sessionNanos == Attempt.NONE) {
            attempt.sessionNanos = attempt.since(nowNanos());
        }
        if (peer != null) {
            Peer left = peer;
            peer = null;
            int status = outcome == Outcome.FAILED ? BAD_GATEWAY : 200;
            if (upstream.release(exchange(), selection, outcome, status, attempt.sentBytes, attempt.receivedBytes)) {
                session.log(Level.WARN, "upstream server temporarily disabled");
            }
        }
    }

    /** The session is over. */
    final void end() {
        end(Outcome.SUCCEEDED);
    }

    /** The same, and how the attempt that runs has ended. */
    final void end(Outcome outcome) {
        if (search != null) {
            search.abandon();
            search = null;
        }
        if (queueing != null) {
            queueing.leave();
            queueing = null;
        }
        over(outcome);
        close();
    }
}
