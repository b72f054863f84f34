package millrace.gateway.proxy;

import millrace.gateway.balance.Outcome;
import millrace.gateway.balance.Peer;
import millrace.gateway.balance.Queueing;
import millrace.gateway.balance.Selection;
import millrace.gateway.exchange.Exchange;
import millrace.gateway.log.Level;
import millrace.http.codec.Output;

/** What is known of one request to an upstream: whose it is, where it goes, what was tried. For the loop's thread only. */
abstract class UpstreamState {
    /** A request that always fails comes to an end, however long it may wait for peers. */
    private static final int MOST_ATTEMPTS = 20;

    final ProxyLoop loop;
    Selection selection;
    final Attempts attempts = new Attempts();

    Exchange exchange;
    ProxySettings settings;
    ProxyPass pass;
    PassTarget target;

    /** Whether an upstream may have seen something of the request. */
    boolean sent;

    private long startNanos;

    UpstreamState(ProxyLoop loop) {
        this.loop = loop;
        this.selection = new Selection(loop::nowNanos);
    }

    final void start(Exchange x, ProxyPass to) {
        exchange = x;
        settings = x.settings(to.key);
        pass = to;
        target = to.fixed;
        startNanos = loop.nowNanos();
        sent = false;
        attempts.redirected();
    }

    final void forget() {
        exchange = null;
        settings = null;
        pass = null;
        target = null;
        attempts.clear();
    }

    final Exchange exchange() {
        return exchange;
    }

    final Attempts attempts() {
        return attempts;
    }

    final long nowNanos() {
        return loop.nowNanos();
    }

    /** Whether the rules allow to go to another peer after an attempt that falls under a condition. */
    final boolean mayGoOn(int condition, boolean repeatable) {
        return mayRepeat(condition, repeatable) && (selection.mayRetry() || mayWait());
    }

    /** Whether requests of this group wait for a peer: then one that has failed at all of them does, too. */
    final boolean mayWait() {
        return selection.tries() == 0 && settings.tries == 0 && target.upstream.queueTimeoutMillis() > 0
                && attempts.count() < MOST_ATTEMPTS;
    }

    /** Whether the rules allow to send the request once more. */
    final boolean mayRepeat(int condition, boolean repeatable) {
        int needed = condition;
        if (sent && !Condition.isIdempotent(exchange.method())) {
            needed |= Condition.NON_IDEMPOTENT;
        }
        long limit = settings.nextTimeout * 1_000_000;
        return (settings.nextUpstream & needed) == needed
                && repeatable
                && (limit == 0 || nowNanos() - startNanos < limit);
    }

    /** The attempt is over: what it says of the peer is counted. */
    final void releasePeer(Outcome outcome) {
        attempts.end(nowNanos());
        if (selection.current() != null) {
            String url = outcome == Outcome.FAILED ? url() : null;
            boolean out = target.upstream.release(exchange, selection, outcome, attempts.lastStatus(),
                    attempts.lastSent(), attempts.lastReceived());
            if (out) {
                exchange.log(Level.WARN, "upstream server temporarily disabled", url);
            }
        }
    }

    /** A selection that a peer is on its way to is not used again. */
    final void abandonQueue(Queueing queueing) {
        if (!queueing.leave()) {
            selection = new Selection(loop::nowNanos);
        }
    }

    final boolean stickyCookie(Output to) {
        return target.upstream.cookie(exchange, selection, to);
    }

    /** A line in the error log, if anybody reads it, with what the request is about. */
    final void log(Level level, String words) {
        if (exchange.logs(level)) {
            exchange.log(level, words, url());
        }
    }

    /** Whom the request was sent to, or would have been. */
    private String url() {
        Peer peer = selection.current();
        String name = peer != null ? peer.name() : target == null ? null : target.upstream.name();
        if (name == null) {
            return pass.source;
        }
        String path = target.pathText != null ? target.pathText : exchange.uri().toString();
        return (target == null ? "http://" : target.url.scheme()) + (name.startsWith("unix:") ? name + ":" : name) + path;
    }
}
