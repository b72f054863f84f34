package millrace.gateway.proxy;

import java.io.IOException;
import millrace.gateway.balance.Outcome;
import millrace.gateway.exchange.Exchange;
import millrace.gateway.exchange.ReplySource;
import millrace.gateway.log.Level;

/**
 * One request on its way to upstreams and back.
 *
 * <pre>
 *   begin ─▶ APPROACHING ─▶ ASKING ──head──▶ ANSWERING ──all──▶ OVER
 *            ▲ (Approach)    │                │ ▲
 *            │   fails       │ fails, or      │ └─ the client gets what comes (Answer)
 *            └───────┴───────┘ a bad status   └──101──▶ TUNNEL ──▶ OVER
 *             to the next peer, if the rules allow it; else the failure's status is the answer
 * </pre>
 *
 * <p>It is the exchange's until the log line is written, so that variables can be asked, and then serves others. In
 * steady state a request on a kept connection allocates nothing. For the loop's own thread only.
 */
final class UpstreamRequest extends UpstreamState implements ReplySource, Runnable {
    private enum State { OVER, APPROACHING, ASKING, ANSWERING, DRAINING, TUNNEL }

    private final Approach approach = new Approach(this);
    private final Answer answer = new Answer(this);
    private final BodySender body = new BodySender(this);
    private final PeerExchanges exchanges = new PeerExchanges(answer, body);
    private final BodyRelay relay = new BodyRelay(this, exchanges.http1);

    private State state = State.OVER;

    /** The exchange with the peer that was asked last. */
    private PeerExchange peer = exchanges.http1;

    private UpstreamConnection connection;
    private Passage passage;

    UpstreamRequest(ProxyLoop loop) {
        super(loop);
    }

    /** The request is the content of a location. */
    void begin(Exchange x, ProxyPass to) {
        start(x, to);
        state = State.APPROACHING;
        x.source(this);
        body.begin(x, settings);
    }

    /** The body is as far as it has to be. */
    void bodyReady() {
        approach.begin();
    }

    void connected(UpstreamConnection to) {
        connection = to;
        state = State.ASKING;
        attempts.connected(nowNanos());
        to.use(this, target.idle(loop).limit());
        body.again();
        peer = exchanges.of(settings);
        answer.begin(settings, peer, RequestWriter.isHead(exchange, settings));
        sent = true;
        attempts.sent(peer.ask(this, to, body.length()));
        body.send(peer);
        restartTimeout();
    }

    /** The countdown of what the request waits for. */
    void restartTimeout() {
        if (connection != null && state != State.TUNNEL && !relay.isActive()) {
            connection.stream().timeout(peer.isFull() ? 0 : body.isBlocked() ? settings.sendNanos() : settings.readNanos());
        }
    }

    int onAnswer(byte[] b, int offset, int length) {
        attempts.received(length);
        int used = exchanges.http1.read(b, offset, offset + length);
        if (peer.isFull() && connection != null) {
            connection.stream().pause();
        }
        restartTimeout();
        if (state == State.ANSWERING && !answer.hasToSeeAll()) {
            relay.beginIfWorthwhile(exchange, connection.stream(), settings.readNanos());
        }
        return used;
    }

    /** The upstream has ended, in order when there is no cause. */
    void onAnswerEnd(IOException cause) {
        if (peer.endsWithConnection() && cause == null) {
            answered(false);
        } else if (!peer.hasAll()) {
            Endings.judge(this, cause);
        }
    }

    boolean isBeforeHead() {
        return peer.isBeforeHead();
    }

    /** Whether the connection was kept, and has brought nothing: its peer may have closed it before the request came. */
    boolean isUnseen() {
        return connection != null && connection.wasUsed() && attempts.lastReceived() == 0;
    }

    /** The answer of the last attempt, as far as it has come; {@code null} before its head. */
    PeerExchange answerRead() {
        return attempts.hasHead() ? peer : null;
    }

    /** The connection takes more again. */
    void onSent() {
        body.resume();
        restartTimeout();
    }

    void onTimeout() {
        Endings.late(this, relay.waitsForClient(), body.isBlocked());
    }

    /** The head of the reply is about to be sent: no other peer will be tried. */
    void answering() {
        state = State.ANSWERING;
        target.upstream.header(exchange, selection);
    }

    /**
     * The answer is complete.
     *
     * @param clean whether nothing was sent behind it
     */
    void answered(boolean clean) {
        Exchange x = exchange;
        answer.store().commit(x);
        release(Outcome.SUCCEEDED, clean && peer.leavesReusable(settings, body.isComplete()));
        if (answer.overflow().isPending()) {
            state = State.DRAINING;
        } else {
            x.reply().end();
        }
    }

    /** The upstream speaks another protocol from here on: bytes go back and forth until one side ends. */
    void tunnel() {
        state = State.TUNNEL;
        selection.tunnel();
        connection.tunnel();
        exchanges.http1.handOver();
        passage = Passage.of(this, exchange, connection, settings.readNanos());
        passage.open();
    }

    /** Both sides of the tunnel are on their way to be closed. */
    void tunnelEnded() {
        if (passage != null) {
            UpstreamConnection used = connection;
            connection = null;
            release(Outcome.SUCCEEDED, false);
            used.leave();
        }
    }

    /** An attempt has failed: the next one, or the answer that says so. */
    void fail(Failure failure, String words) {
        log(failure.side == Failure.Side.DOWNSTREAM ? Level.INFO : Level.ERROR, words);
        attempts.failed(failure, 0);
        boolean unprocessed = failure.retry == Failure.Retry.UNPROCESSED;
        boolean repeatable = body.canRepeat(sent, unprocessed);
        sent &= !unprocessed;
        boolean unseen = failure.retry == Failure.Retry.ON_FRESH_CONNECTION || unprocessed && connection.wasUsed();
        if (unseen && mayRepeat(failure.condition, repeatable)) {
            again();
            return;
        }
        boolean keep = failure.side == Failure.Side.DOWNSTREAM && connection != null && peer.canBeCutShort();
        release(failure.outcome(), keep);
        Exchange x = exchange;
        if (x.reply().isStarted()) {
            state = answer.breakOff(x, failure) ? State.DRAINING : State.OVER;
        } else if (!unseen && failure.retry != Failure.Retry.NEVER && mayGoOn(failure.condition, repeatable)) {
            state = State.APPROACHING;
            approach.next();
        } else {
            finish(failure.status);
        }
    }

    /** The peer may not have seen the request: it is not to blame, and gets it on a connection that cannot be stale. */
    private void again() {
        attempts.end(nowNanos());
        stop().over(target, false);
        state = State.APPROACHING;
        approach.afresh(selection.current());
    }

    /** Whether another peer is asked, because the answer's status is one that it may do better than. */
    boolean passOn(int status) {
        int condition = Condition.ofStatus(status);
        if (condition == 0 || selection.tries() < 2 || !mayGoOn(condition, body.canRepeat(true, false))) {
            return false;
        }
        attempts.failed(Failure.BAD_STATUS, status);
        release(status == 403 || status == 404 ? Outcome.PASSED_ON : Outcome.FAILED, false);
        state = State.APPROACHING;
        approach.next();
        return true;
    }

    /** Answers with a status. */
    void finish(int status) {
        Exchange x = exchange;
        leave();
        x.finish(status);
    }

    /** The request is no affair of the upstream any more. */
    void leave() {
        release(Outcome.SUCCEEDED, false);
        exchange.source(null);
    }

    /** Lets go of peer and connection, and of whatever is waited for. */
    private void release(Outcome outcome, boolean keep) {
        UpstreamConnection used = stop();
        releasePeer(outcome);
        if (used != null) {
            used.over(target, keep);
        }
    }

    private UpstreamConnection stop() {
        state = State.OVER;
        relay.stop();
        peer.stop();
        answer.stop();
        body.stop();
        approach.abandon();
        if (passage != null) {
            passage.stop();
            passage = null;
        }
        UpstreamConnection used = connection;
        connection = null;
        return used;
    }

    @Override
    public void onWritable(Exchange x) {
        if (!answer.drained(x)) {
            return;
        }
        if (state == State.DRAINING) {
            state = State.OVER;
            answer.end(x);
            return;
        }
        goOn();
    }

    /** More of the answer is welcome. */
    void goOn() {
        if (connection != null && !answer.isHeldBack()) {
            peer.room(connection);
            restartTimeout();
        }
    }

    @Override
    public void onClientEnd(Exchange x) {
        if (!settings.ignoreClientAbort && state != State.TUNNEL && state != State.OVER) {
            fail(Failure.CLIENT_GONE, Endings.clientGone(approach.isUnderWay(), isBeforeHead()));
        }
    }

    @Override
    public void onGone(Exchange x) {
        attempts.clientGone();
        if (!x.reply().isStarted()) {
            x.reply().status(Failure.CLIENT_GONE.status);
        }
        if (settings.ignoreClientAbort && connection != null && body.isComplete() && state != State.TUNNEL) {
            peer.drain(connection, settings.readNanos());
            connection = null;
        }
        release(Outcome.SUCCEEDED, connection != null && peer.canBeCutShort());
    }

    /** The exchange is over, and its log line written. */
    @Override
    public void run() {
        release(Outcome.SUCCEEDED, false);
        answer.overflow().discard();
        forget();
        loop.giveBack(this);
    }
}
