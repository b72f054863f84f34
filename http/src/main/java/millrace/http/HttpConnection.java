package millrace.http;

import java.io.EOFException;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import millrace.http.codec.BodyDecoder;
import millrace.http.codec.Refusal;
import millrace.http.codec.RequestParser;
import millrace.loop.Connection;
import millrace.loop.EventLoop;
import millrace.loop.StreamHandler;

/**
 * One connection of the server.
 *
 * <pre>
 *             first byte              head complete, handler called
 *    ┌▶ IDLE ───────────▶ HEAD ──────────────────────────────────────▶ EXCHANGE
 *    │                     │ refused, 408                               │    │ handler upgrades
 *    │                     ▼                  refused, 408              │    └──────────▶ another StreamHandler
 *    │      LEAVING ◀──────┴────────────────────────────────────────────┤
 *    │  (answer sent, what still comes is thrown away until the         │
 *    │   client has ended too, or lingers too long)                     │
 *    └──────── body read to its end and response ended, kept alive ─────┘
 * </pre>
 *
 * <p>An idle connection has no {@link Exchange}: it is this object and what the loop keeps. Requests of one connection
 * are handled one after the other; what follows a request that is still being answered stays unread, and so does a body
 * that nobody asks for. In both cases reading is paused as soon as a byte is left over. For the loop's own thread only.
 */
final class HttpConnection implements StreamHandler {
    /** A body must come at this many bytes for each {@code timeouts.body}: a client that drips is not alive. */
    static final int SLOWEST_BODY_BYTES = 1024;

    /** So much of a body that nobody wants is read, to keep the connection; a longer one costs the connection. */
    private static final long MOST_DISCARDED = 256 * 1024;

    private static final long LINGER_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final byte[] CONTINUE = "HTTP/1.1 100 Continue\r\n\r\n".getBytes();

    private enum State { IDLE, HEAD, EXCHANGE, LEAVING }

    /** What the connection's one countdown is about. */
    private enum Waiting { NOTHING, REQUEST, HEAD, BODY, SEND, PEER }

    private final ServerLoop server;
    private final Connection stream;
    private State state = State.IDLE;
    private Waiting waiting = Waiting.NOTHING;
    private Exchange exchange;
    private boolean congested;
    private boolean peerEnded;
    private boolean continueOwed;
    private boolean inData;
    private boolean inHandler;
    private boolean upgraded;
    private StreamHandler upgradedTo;

    /** Since the countdown was started: body bytes read, or bytes queued at its start. */
    private long progress;

    private long discarded;

    // The list of the loop's connections: see ServerLoop.
    HttpConnection previous;
    HttpConnection next;

    HttpConnection(ServerLoop server, Connection stream) {
        this.server = server;
        this.stream = stream;
        watch(Waiting.REQUEST);
    }

    EventLoop loop() {
        return server.loop;
    }

    ServerLoop server() {
        return server;
    }

    Connection stream() {
        return stream;
    }

    // --- reading ---

    @Override
    public int onData(Connection connection, byte[] buffer, int offset, int length) {
        int p = offset;
        int limit = offset + length;
        inData = true;
        while (p < limit && !upgraded) {
            int used = step(buffer, p, limit);
            if (used == 0) {
                break;
            }
            p += used;
        }
        // What is left of a head is small, by its limits; all else must not pile up.
        if (p < limit && state != State.HEAD && !upgraded) {
            stream.pause();
        }
        inData = false;
        updateCountdown();
        return p - offset;
    }

    /** How many bytes have been consumed; 0 when nothing can be done with them now. */
    private int step(byte[] b, int p, int limit) {
        return switch (state) {
            case IDLE -> {
                if (congested) {
                    yield 0;
                }
                exchange = server.take();
                exchange.begin(this);
                state = State.HEAD;
                yield readHead(b, p, limit);
            }
            case HEAD -> readHead(b, p, limit);
            case EXCHANGE -> exchange.request.decoder.isComplete() ? 0 : readBody(b, p, limit);
            case LEAVING -> limit - p;
        };
    }

    private int readHead(byte[] b, int p, int limit) {
        Request request = exchange.request;
        int length = server.parser.parse(request.head, b, p, limit);
        if (length == RequestParser.INCOMPLETE) {
            return 0;
        }
        if (length == RequestParser.REFUSED) {
            refuse(request.head.refusal());
            return limit - p;
        }
        request.decoder.begin(request.head, server.limits);
        continueOwed = request.head.expectContinue() && !request.decoder.isComplete();
        discarded = 0;
        state = State.EXCHANGE;
        handle();
        if (upgraded) {
            return length + handOver(b, p + length, limit);
        }
        return length;
    }

    private void handle() {
        Exchange current = exchange;
        inHandler = true;
        try {
            server.handler.handle(current.request, current.response);
        } catch (Throwable t) {
            current.response.fail(t);
        } finally {
            inHandler = false;
        }
        if (current.response.isEnded()) {
            afterResponse();
        } else {
            current.outlivedHandler = true;
            current.request.head.detach();
        }
    }

    /** Gives the bytes behind an upgraded request to the new handler. */
    private int handOver(byte[] b, int p, int limit) {
        return p < limit ? upgradedTo.onData(stream, b, p, limit - p) : 0;
    }

    private int readBody(byte[] b, int from, int limit) {
        Request request = exchange.request;
        BodyDecoder decoder = request.decoder;
        continueOwed = false;
        int p = from;
        while (exchange != null && exchange.request == request && state == State.EXCHANGE) {
            p = decoder.advance(b, p, limit);
            if (p == BodyDecoder.REFUSED) {
                refuse(decoder.refusal());
                return limit - from;
            }
            if (decoder.isComplete()) {
                completeBody(request);
                break;
            }
            int run = (int) Math.min(decoder.remaining(), limit - p);
            if (run == 0 || !isBodyWanted(request)) {
                break;
            }
            decoder.take(run);
            progress += run;
            passOn(request, b, p, p + run);
            p += run;
        }
        return p - from;
    }

    private boolean isBodyWanted(Request request) {
        return exchange.response.isEnded() || request.body != null && request.body.isWanted();
    }

    private void passOn(Request request, byte[] b, int from, int to) {
        if (!exchange.response.isEnded() && request.body != null) {
            try {
                request.body.deliver(b, from, to);
            } catch (RuntimeException e) {
                exchange.response.fail(e);
            }
            return;
        }
        discarded += to - from;
        if (discarded > MOST_DISCARDED) {
            leave();
        }
    }

    private void completeBody(Request request) {
        if (request.body != null) {
            request.body.complete();
        }
        finishIfDone();
    }

    /** Somebody asks for body bytes, or wants no more of them. */
    void bodyWanted() {
        if (state == State.EXCHANGE && !exchange.request.decoder.isComplete()) {
            if (continueOwed && !exchange.response.isStarted()) {
                continueOwed = false;
                stream.write(CONTINUE);
            }
            goOn();
        }
    }

    /** Reads again if nothing speaks against it. */
    private void goOn() {
        if (stream.isPaused()) {
            stream.resume();
        }
        updateCountdown();
    }

    // --- the end of an exchange ---

    /** Whether this response must be the connection's last: called when its head is written. */
    boolean mustClose() {
        Request request = exchange.request;
        // A client that waits for 100 may send its body or not: nobody can tell where the next request would begin.
        boolean bodyInDoubt = continueOwed && !request.decoder.isComplete();
        boolean bodyTooLong = request.head.contentLength() > MOST_DISCARDED && !request.decoder.isComplete();
        return !request.head.keepAlive() || server.isStopping() || peerEnded || bodyInDoubt || bodyTooLong;
    }

    /** The response has written bytes. */
    void written(boolean more) {
        congested |= !more;
        updateCountdown();
    }

    /** The response has ended; the body may still be on its way. */
    void responseEnded() {
        if (!inHandler) {
            afterResponse();
        }
    }

    private void afterResponse() {
        if (state != State.EXCHANGE || upgraded) {
            return;
        }
        Request request = exchange.request;
        if (request.body != null && !request.decoder.isComplete()) {
            request.body.fail(new IOException("the response has ended before the request body"));
        }
        finishIfDone();
        if (state == State.EXCHANGE) {
            goOn();
        }
    }

    private void finishIfDone() {
        if (state != State.EXCHANGE || !exchange.response.isEnded()) {
            return;
        }
        boolean complete = exchange.request.decoder.isComplete();
        if (exchange.response.isLast() || complete && server.isStopping()) {
            leave();
        } else if (complete) {
            release();
            state = State.IDLE;
            goOn();
        }
    }

    private void release() {
        if (!exchange.outlivedHandler) {
            server.giveBack(exchange);
        }
        exchange = null;
    }

    /**
     * No further request. Bytes that the client has sent beyond this one are read and thrown away before the connection
     * is closed, because closing with unread bytes resets it, and the answer would be lost with them.
     */
    private void leave() {
        boolean clean = state == State.EXCHANGE && exchange.request.decoder.isComplete() && !stream.isPaused();
        if (exchange != null) {
            release();
        }
        state = State.LEAVING;
        if (clean || peerEnded) {
            stream.finish();
        } else {
            stream.end();
            goOn();
        }
    }

    /** Answers what cannot be understood, and leaves. */
    private void refuse(Refusal refusal) {
        if (exchange.request.body != null) {
            exchange.request.body.fail(new HttpException(refusal.status(), refusal.reason()));
        }
        if (state != State.LEAVING) {
            refuse(refusal.status(), refusal.reason());
        }
    }

    private void refuse(int status, String reason) {
        if (exchange.response.isStarted() && !exchange.response.isEnded()) {
            stream.abort(new IOException(reason));
            return;
        }
        if (!exchange.response.isEnded()) {
            exchange.response.refuse(status, reason);
        }
        leave();
    }

    /** A response that cannot be ended as it was begun. */
    void abort(IOException why) {
        stream.abort(why);
    }

    // --- events of the stream ---

    @Override
    public void onEnd(Connection connection) {
        peerEnded = true;
        if (state == State.EXCHANGE && exchange.request.decoder.isComplete()) {
            return; // The client may have ended only its own side, and wait for the answer.
        }
        if (state == State.EXCHANGE && exchange.response.isStarted() && !exchange.response.isEnded()) {
            stream.abort(new EOFException("the client has gone in the middle of the request body"));
            return;
        }
        stream.finish();
    }

    @Override
    public void onWritable(Connection connection) {
        congested = false;
        if (state == State.EXCHANGE) {
            exchange.response.writable();
        } else {
            goOn();
        }
    }

    @Override
    public void onClosed(Connection connection, IOException cause) {
        server.remove(this);
        if (exchange != null) {
            Exchange broken = exchange;
            exchange = null;
            state = State.LEAVING;
            IOException why = cause == null ? new EOFException("the client has closed the connection") : cause;
            if (broken.request.body != null) {
                broken.request.body.fail(why);
            }
            broken.response.connectionClosed();
        }
    }

    // --- leaving this protocol ---

    void upgrade(StreamHandler successor) {
        upgraded = true;
        upgradedTo = successor;
        exchange = null;
        stream.timeout(0);
        stream.handler(new Successor(this, successor));
        if (!inHandler && stream.isPaused()) {
            stream.resume();
        }
    }

    /** Called by {@link Successor} when an upgraded connection is closed. */
    void upgradedClosed() {
        server.remove(this);
    }

    // --- stopping ---

    void closeIfIdle() {
        if (state == State.IDLE && !stream.isPaused()) {
            stream.finish();
        }
    }

    void abort() {
        stream.abort(new IOException("the server stops, and the time for it is over"));
    }

    // --- time ---

    private void updateCountdown() {
        if (inData || upgraded) {
            return; // It is done once at the end, or not our business any more.
        }
        switch (state) {
            case IDLE -> watch(stream.queuedBytes() > 0 ? Waiting.SEND : Waiting.REQUEST);
            case HEAD -> {
                if (waiting != Waiting.HEAD) {
                    watch(Waiting.HEAD);
                }
            }
            case EXCHANGE -> updateExchangeCountdown();
            case LEAVING -> {
                if (waiting != Waiting.PEER && waiting != Waiting.SEND) {
                    watch(stream.queuedBytes() > 0 ? Waiting.SEND : Waiting.PEER);
                }
            }
        }
    }

    private void updateExchangeCountdown() {
        if (stream.queuedBytes() > 0) {
            if (waiting != Waiting.SEND) {
                watch(Waiting.SEND);
            }
        } else if (!exchange.request.decoder.isComplete() && isBodyWanted(exchange.request)) {
            if (waiting != Waiting.BODY || progress >= SLOWEST_BODY_BYTES) {
                watch(Waiting.BODY);
            }
        } else if (waiting != Waiting.NOTHING) {
            watch(Waiting.NOTHING);
        }
    }

    private void watch(Waiting what) {
        waiting = what;
        switch (what) {
            case NOTHING -> stream.timeout(0);
            case REQUEST -> stream.timeout(server.idleNanos);
            case HEAD -> stream.timeout(server.headNanos);
            case BODY -> {
                progress = 0;
                stream.timeout(server.bodyNanos);
            }
            case SEND -> {
                progress = stream.queuedBytes();
                stream.timeout(server.sendNanos);
            }
            case PEER -> stream.timeout(LINGER_NANOS);
        }
    }

    @Override
    public void onTimeout(Connection connection) {
        switch (waiting) {
            case NOTHING -> { }
            case REQUEST -> stream.finish();
            case HEAD -> {
                if (exchange.request.head.isBlank()) {
                    stream.finish();
                } else {
                    refuse(408, "the request did not come in time");
                }
            }
            case BODY -> refuse(408, "the request body did not come in time");
            case SEND -> {
                if (stream.queuedBytes() < progress) {
                    waiting = Waiting.NOTHING;
                    updateCountdown();
                } else {
                    stream.abort(new IOException("the client has not taken a byte of the response in time"));
                }
            }
            case PEER -> stream.abort();
        }
    }
}
