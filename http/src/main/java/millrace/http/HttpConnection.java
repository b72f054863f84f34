package millrace.http;

import java.io.EOFException;
import java.io.IOException;
import millrace.http.codec.RequestParser;
import millrace.loop.Connection;
import millrace.loop.StreamHandler;
import millrace.loop.stall.Described;

/**
 * One connection of the server.
 *
 * <pre>
 *             first byte              head complete, handler called
 *    ┌▶ IDLE ───────────▶ HEAD ──────────────────────────────────────▶ EXCHANGE
 *    │                     │ refused, 408                               │    │ handler upgrades
 *    │                     ▼                  refused, 408              │    └──────────▶ UPGRADED
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
final class HttpConnection extends Http1Carrier implements StreamHandler, Described {
    private enum State { IDLE, HEAD, EXCHANGE, LEAVING, UPGRADED }

    private final Patience patience;
    private State state = State.IDLE;
    private Exchange exchange;
    private boolean congested;
    private boolean peerEnded;
    private boolean inData;
    private boolean inHandler;

    HttpConnection(ServerLoop server, Connection stream) {
        super(server, stream);
        this.patience = new Patience(server, stream);
    }

    @Override
    public int onData(Connection connection, byte[] buffer, int offset, int length) {
        int p = offset;
        int limit = offset + length;
        inData = true;
        int used = 1;
        while (used > 0 && p < limit && stream.isOpen()) {
            used = step(buffer, p, limit);
            p += used;
        }
        inData = false;
        // What there is of a head is small, by its limits; all else must not pile up.
        if (p < limit && state != State.HEAD && state != State.UPGRADED) {
            stream.pause();
        }
        updatePatience();
        return p - offset;
    }

    /** How many bytes have been consumed; 0 when nothing can be done with them now. */
    private int step(byte[] b, int p, int limit) {
        return switch (state) {
            case IDLE -> {
                if (congested) {
                    yield 0;
                }
                exchange = server.take(this);
                state = State.HEAD;
                yield readHead(b, p, limit);
            }
            case HEAD -> readHead(b, p, limit);
            case EXCHANGE -> exchange.isBodyComplete() ? 0 : readBody(b, p, limit);
            case LEAVING -> limit - p;
            case UPGRADED -> 0; // The next handler is offered it.
        };
    }

    private int readHead(byte[] b, int p, int limit) {
        Request request = exchange.request;
        int length = server.parser.parse(request.head, b, p, limit);
        if (length == RequestParser.INCOMPLETE) {
            return 0;
        }
        if (length == RequestParser.REFUSED) {
            if (!served && isHttp2(b, p, limit)) {
                release();
                toHttp2();
                return 0;
            }
            refuse(request.head.refusal().status(), request.head.refusal().reason());
            return limit - p;
        }
        request.intake.begin(request.head, server.limits);
        state = State.EXCHANGE;
        Exchange current = exchange;
        inHandler = true;
        current.handle(server.handler);
        inHandler = false;
        if (current.response.isEnded()) {
            afterResponse();
        }
        return length;
    }

    private int readBody(byte[] b, int from, int limit) {
        BodyIntake body = exchange.request.intake;
        int p = body.read(b, from, limit, exchange.response);
        if (p == BodyIntake.REFUSED) {
            refuse(body.decoder().refusal().status(), body.decoder().refusal().reason());
            return limit - from;
        }
        if (state == State.EXCHANGE && body.isComplete()) {
            body.complete(exchange.response);
            finishIfDone();
        } else if (state == State.EXCHANGE && body.isTooMuch()) {
            leave(false);
        }
        return p - from;
    }

    @Override
    void bodyWanted() {
        if (state == State.EXCHANGE && !exchange.isBodyComplete()) {
            if (exchange.request.intake.takeContinueOwed() && !exchange.response.isStarted()) {
                writeContinue();
            }
            goOn();
        }
    }

    /** Reads again if it was paused. */
    private void goOn() {
        if (stream.isPaused()) {
            stream.resume();
        }
        updatePatience();
    }

    private void updatePatience() {
        if (inData || !stream.isOpen()) {
            return; // It is done once, at the end.
        }
        switch (state) {
            case IDLE -> patience.idle();
            case HEAD -> patience.head();
            case EXCHANGE -> patience.exchange(exchange.awaitedBody());
            case LEAVING -> patience.leaving();
            case UPGRADED -> { }
        }
    }

    @Override
    boolean mustClose() {
        return exchange.isLast() || server.isStopping(stream) || peerEnded;
    }

    @Override
    void written(long bytes, boolean more) {
        congested |= !more;
        patience.written(bytes);
        updatePatience();
    }

    @Override
    void responseEnded() {
        if (!inHandler) {
            afterResponse();
        }
    }

    private void afterResponse() {
        if (state != State.EXCHANGE) {
            return;
        }
        if (!exchange.isBodyComplete()) {
            exchange.request.intake.fail(new IOException("the response has ended before the request body"));
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
        boolean complete = exchange.isBodyComplete();
        if (exchange.response.isLast() || complete && (server.isStopping(stream) || peerEnded)) {
            // A client that has not asked for the end may be sending its next request already.
            boolean expected = !exchange.request.head.keepAlive() || server.isStopping(stream);
            leave(complete && expected && !stream.isPaused());
        } else if (complete) {
            release();
            state = State.IDLE;
            goOn();
        }
    }

    private void release() {
        served = true;
        server.giveBack(exchange);
        exchange = null;
    }

    /**
     * No further request. Bytes that the client has sent beyond this one are read and thrown away before the connection
     * is closed, because closing with unread bytes resets it, and the answer would be lost with them.
     */
    private void leave(boolean allRead) {
        release();
        state = State.LEAVING;
        if (allRead || peerEnded) {
            stream.finish();
        } else {
            stream.end();
        }
        goOn();
    }

    /** Answers what cannot be understood or does not come, and leaves. */
    private void refuse(int status, String reason) {
        Response response = exchange.response;
        BodyIntake body = state == State.EXCHANGE ? exchange.request.intake : null;
        if (response.isStarted() && !response.isEnded()) {
            stream.abort(new IOException(reason));
            return;
        }
        state = State.LEAVING; // Before the answer: its end is no reason to go on.
        if (!response.isEnded()) {
            response.refuse(status, reason);
        }
        leave(false);
        if (body != null) {
            body.fail(new HttpException(status, reason));
        }
    }

    /** Speaks HTTP/2 from here on; nothing of HTTP/1 has been said. */
    void toHttp2() {
        state = State.UPGRADED;
        stream.handler(new Http2Connection(this));
    }

    /** Leaves this protocol. The server still knows the connection, so that it can stop. */
    void upgrade(StreamHandler heir) {
        state = State.UPGRADED;
        exchange = null;
        stream.timeout(0);
        stream.handler(new Successor(this, heir));
        goOn();
    }

    @Override
    public void onEnd(Connection connection) {
        peerEnded = true;
        if (state != State.EXCHANGE) {
            stream.finish();
        } else if (!exchange.isBodyComplete()) { // Else it may have ended only its own side, and wait for the answer.
            stream.abort(new EOFException("the client has gone in the middle of the request body"));
        }
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
    public void onTimeout(Connection connection) {
        switch (patience.expired()) {
            case NOTHING -> updatePatience();
            case REQUEST -> stream.finish();
            case HEAD -> {
                if (exchange.request.head.isBlank()) {
                    stream.finish();
                } else {
                    refuse(408, "the request did not come in time");
                }
            }
            case BODY -> refuse(408, "the request body did not come in time");
            case SEND -> stream.abort(new IOException("the client has not taken a byte of the response in time"));
            case PEER -> stream.abort();
        }
    }

    @Override
    public void onClosed(Connection connection, IOException cause) {
        server.remove(this);
        if (state == State.EXCHANGE) {
            state = State.LEAVING;
            exchange.breakOff(cause);
        }
    }

    @Override
    public String describe() {
        return Exchange.describe(exchange, stream.remoteAddress(), server.handler);
    }

    /** The server stops. */
    void closeIfIdle() {
        if (leaving != null) {
            leaving.run();
        } else if (state == State.IDLE && !stream.isPaused()) {
            server.part(stream);
        } else if (state == State.EXCHANGE) {
            exchange.response.serverStops();
        }
    }
}
