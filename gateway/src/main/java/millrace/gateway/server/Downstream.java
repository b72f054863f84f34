package millrace.gateway.server;

import java.io.EOFException;
import java.io.IOException;
import millrace.gateway.exchange.Exchange;
import millrace.http.codec.RequestHead;
import millrace.http.codec.RequestParser;
import millrace.loop.Connection;
import millrace.loop.StreamHandler;
import millrace.loop.stall.Described;

/**
 * A client's connection that speaks HTTP/1.
 *
 * <pre>
 *             first byte          head complete, phases begin           reply written
 *    ┌▶ IDLE ───────────▶ HEAD ──────────────────────────▶ EXCHANGE ──────────────────┐
 *    │   │ closed           │ refused, 408                    │ upgraded              ▼
 *    │   ▼                  ▼                                 ▼                    (flushed)
 *    │                   EXCHANGE with an error page       UPGRADED                   │
 *    │                                                                                │
 *    ├──────────── kept alive, body read ◀────────────────────────────────────────────┤
 *    │                                                                                │
 *    └── DISCARD: the rest of the body ◀──────────────────────────────────────────────┤
 *                                                          LINGERING, then closed ◀───┘
 * </pre>
 * <p>Requests of one connection are served one after the other; what follows stays unread. For the loop's thread only.
 */
final class Downstream extends BodyStream implements StreamHandler, Described {
    private enum State { IDLE, HEAD, EXCHANGE, DISCARD, LINGERING, LEAVING, UPGRADED }

    private final Patience patience;
    private State state = State.IDLE;
    private boolean inData;
    private boolean replyEnded;

    Downstream(PortLoop port, Connection stream, long number) {
        super(port, stream, number, new Http1Sink(port.loop(), stream));
        this.patience = new Patience(port, sink, stream);
        patience.idle(true);
    }

    @Override
    public int onData(Connection connection, byte[] buffer, int offset, int length) {
        int p = offset;
        int limit = offset + length;
        inData = true;
        while (p < limit && stream.isOpen()) {
            waiting |= p > offset;
            int used = step(buffer, p, limit);
            if (used == 0) {
                break;
            }
            p += used;
        }
        waiting = p < limit;
        inData = false;
        // What there is of a head is small, by its limits; all else must not pile up.
        if (p < limit && state != State.HEAD && state != State.UPGRADED) {
            stream.pause();
        }
        updateTimeout();
        return p - offset;
    }

    /** How many bytes have been consumed; 0 when nothing can be done with them now. */
    private int step(byte[] b, int p, int limit) {
        return switch (state) {
            case IDLE -> {
                pipelined = waiting && requests() > 0;
                exchange = port.loop().take();
                state = State.HEAD;
                yield readHead(b, p, limit);
            }
            case HEAD -> readHead(b, p, limit);
            case EXCHANGE, DISCARD -> readBody(b, p, limit);
            case LINGERING, LEAVING -> limit - p;
            case UPGRADED -> 0;
        };
    }

    private int readHead(byte[] b, int p, int limit) {
        RequestHead head = exchange.ownHead();
        PortServers servers = port.servers().at(this);
        int length = servers.parser().parse(head, b, p, limit);
        if (length == RequestParser.INCOMPLETE) {
            return 0;
        }
        beginRequest();
        if (length == RequestParser.REFUSED) {
            servers.refuse(this, exchange, sink, RefusedHead.status(head));
            afterRun();
            return limit - p;
        }
        head.detach();
        int refused = head.contentLength() == 0 ? 0 : beginBody(exchange, b, p + length, limit);
        if (refused == 0) {
            servers.begin(this, this, exchange, sink);
        } else {
            servers.refuse(this, exchange, sink, refused);
        }
        afterRun();
        return length;
    }

    private void beginRequest() {
        countRequest();
        state = State.EXCHANGE;
        replyEnded = false;
        sink.begin(this);
    }

    private int readBody(byte[] b, int p, int limit) {
        int used = read(b, p, limit, state == State.DISCARD);
        if (used == BodyFeed.BROKEN) {
            last = true;
            if (state == State.DISCARD) {
                leave();
            } else {
                if (!body.tellBroken(400)) {
                    exchange.finish(400);
                }
                afterRun();
            }
            return limit - p;
        }
        if (state == State.DISCARD && !hasRest()) {
            releaseBody();
            toIdle();
        } else {
            afterRun();
        }
        return used;
    }

    @Override
    void goOn() {
        if (stream.isPaused()) {
            stream.resume();
        }
        updateTimeout();
    }

    @Override
    public void replyEnded(Exchange x) {
        replyEnded = true;
        if (!inData) {
            afterRun();
        }
    }

    private void afterRun() {
        // The client shall have taken most of it before the request counts as done.
        if (!replyEnded || state != State.EXCHANGE || !stream.isOpen() || sink.isCongested()) {
            return;
        }
        boolean alive = sink.keepsAlive() && !peerEnded && !port.isLeaving();
        boolean rest = hasRest();
        Exchange done = exchange;
        exchange = null;
        done.complete();
        if (!alive || rest && body.isLong()) {
            leave();
        } else if (rest) {
            state = State.DISCARD;
            goOn();
        } else {
            releaseBody();
            toIdle();
        }
    }

    private void toIdle() {
        boolean leaves = peerEnded || port.isLeaving();
        state = leaves ? State.LEAVING : State.IDLE;
        if (leaves) {
            finish();
        } else if (!inData) {
            goOn();
        }
    }

    /**
     * No further request. What the client still sends is read and thrown away for a while, because closing with unread
     * bytes resets the connection, and the answer would be lost with them.
     */
    private void leave() {
        boolean unread = hasRest() || stream.isPaused() || last;
        releaseBody();
        if (peerEnded || !sink.settings().lingers(unread)) {
            state = State.LEAVING;
            finish();
            return;
        }
        state = State.LINGERING;
        patience.lingers();
        stream.end();
        goOn();
    }

    @Override
    public void upgrade(Exchange x, StreamHandler next) {
        state = State.UPGRADED;
        stream.timeout(0);
        stream.handler(new Successor(this, next));
        goOn();
    }

    @Override
    public void onEnd(Connection connection) {
        peerEnded = true;
        switch (state) {
            case EXCHANGE -> {
                if (hasRest()) {
                    stream.abort(new EOFException("client prematurely closed connection"));
                } else {
                    exchange.clientEnded();
                }
            }
            default -> finish();
        }
    }

    @Override
    public void onWritable(Connection connection) {
        sink.writable();
        if (replyEnded) {
            afterRun();
        } else if (exchange != null && state == State.EXCHANGE) {
            exchange.writable();
        }
        updateTimeout();
    }

    private void updateTimeout() {
        if (inData || !stream.isOpen()) {
            return; // It is done once, at the end.
        }
        switch (state) {
            case IDLE -> patience.idle(requests() == 0);
            case HEAD -> patience.head();
            case EXCHANGE, LEAVING -> patience.exchange(exchange, body);
            case DISCARD, LINGERING -> patience.lingering();
            case UPGRADED -> { }
        }
    }

    @Override
    public void onTimeout(Connection connection) {
        switch (state) {
            case HEAD -> {
                if (exchange.ownHead().isBlank()) {
                    finish();
                } else {
                    beginRequest();
                    port.servers().at(this).refuse(this, exchange, sink, 408);
                    afterRun();
                }
            }
            case EXCHANGE -> {
                if (sink.isCongested()) {
                    stream.abort(new IOException("client timed out"));
                } else if (!body.tellBroken(408)) {
                    exchange.finish(408);
                }
            }
            case IDLE, DISCARD, LINGERING, LEAVING, UPGRADED -> finish();
        }
    }

    @Override
    public void onClosed(Connection connection, IOException cause) {
        port.remove(this);
        releaseBody();
        if (exchange != null) {
            Exchange left = exchange;
            exchange = null;
            if (state == State.HEAD) {
                left.dismiss();
            } else {
                left.gone(cause);
            }
        }
        end();
    }

    @Override
    void closeIfIdle() {
        if (state == State.IDLE && requests() == 0) {
            patience.awaitFirst();
        } else if (state == State.IDLE && !stream.isPaused()) {
            finish();
        }
    }

    @Override
    public String describe() {
        return exchange == null ? "a client's connection" : "request " + exchange.uri();
    }
}
