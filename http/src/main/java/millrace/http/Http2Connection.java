package millrace.http;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import millrace.http.codec.RequestHead;
import millrace.http.h2.Http2Session;
import millrace.http.h2.Http2Stream;
import millrace.http.h2.SessionUser;
import millrace.loop.Connection;
import millrace.loop.StreamHandler;
import millrace.loop.stall.Described;

/**
 * A connection of the server that speaks HTTP/2: its streams are exchanges like any other. The {@link HttpConnection} that
 * it was before stands for it in the server's list. For the loop's own thread only.
 */
final class Http2Connection implements StreamHandler, SessionUser, Described {
    private static final long LINGER_NANOS = TimeUnit.SECONDS.toNanos(2);

    /** A client that sends, and does not read what it is answered, is not listened to beyond this. */
    private static final int MOST_QUEUED = 256 << 10;

    /** What the countdown is for. */
    private enum Waits { NOTHING, IDLE, HEAD, STREAMS, TAIL, PEER }

    final ServerLoop server;
    final Connection stream;
    private final HttpConnection before;
    private final Http2Session session;
    private final ArrayDeque<Http2Exchange> spare = new ArrayDeque<>(4);
    private Http2Exchange current;
    private Waits waits = Waits.NOTHING;

    /** What was queued when the countdown of the last answers' tail began. */
    private long mark;

    Http2Connection(HttpConnection before) {
        this.before = before;
        before.leaving = this::leave;
        server = before.server;
        stream = before.stream;
        session = new Http2Session(stream, server.http2, server.http2Head, this, server.abuses);
        if (server.isStopping()) {
            session.leave();
        }
        updatePatience(true);
    }

    @Override
    public int onData(Connection connection, byte[] buffer, int offset, int length) {
        int used = session.receive(buffer, offset, length);
        if (stream.isOpen()) {
            if (stream.queuedBytes() > MOST_QUEUED && !session.isOver()) {
                stream.pause();
            }
            updatePatience(true);
        }
        return used;
    }

    @Override
    public RequestHead open(Http2Stream opened) {
        Http2Exchange known = spare.poll();
        current = known == null ? new Http2Exchange(this) : known;
        return current.begin(opened);
    }

    /** Whose handler is called. */
    void runs(Http2Exchange exchange) {
        current = exchange;
    }

    void giveBack(Http2Exchange exchange) {
        spare.push(exchange);
    }

    @Override
    public void over() {
        // Closing with something unread would reset it: the reason would be lost, or the end of an answer whose
        // beginning the client has just acknowledged with a WINDOW_UPDATE.
        stream.end();
        if (stream.isPaused()) {
            stream.resume();
        }
        updatePatience(true);
    }

    /** The server stops. */
    void leave() {
        session.leave();
        updatePatience(true);
    }

    /** A stream may have ended while nothing came: what is waited for can be another thing now. */
    void streamEnded() {
        updatePatience(false);
    }

    private void updatePatience(boolean again) {
        if (!stream.isOpen()) {
            return;
        }
        boolean streams = session != null && session.streams() > 0;
        Waits next = session == null ? Waits.IDLE
                : session.isOver() || session.isLeaving() && !streams ? stream.queuedBytes() > 0 ? Waits.TAIL : Waits.PEER
                : session.isWithinHead() ? Waits.HEAD
                : streams ? Waits.STREAMS : Waits.IDLE;
        if (next != waits || next == Waits.IDLE && again) {
            waits = next;
            mark = stream.queuedBytes();
            stream.timeout(switch (next) {
                case NOTHING -> 0;
                case IDLE -> server.idleNanos;
                case HEAD -> server.headNanos;
                case STREAMS -> sooner(server.bodyNanos, server.sendNanos);
                case TAIL -> server.sendNanos;
                case PEER -> LINGER_NANOS;
            });
        }
    }

    /** The shorter of two times, where 0 is for ever. */
    private static long sooner(long one, long other) {
        return one == 0 ? other : other == 0 ? one : Math.min(one, other);
    }

    @Override
    public void onEnd(Connection connection) {
        if (session.isOver()) {
            stream.finish();
        } else {
            session.peerEnded(); // It may wait for answers.
        }
    }

    @Override
    public void onWritable(Connection connection) {
        session.writable();
        if (stream.isOpen() && stream.isPaused()) {
            stream.resume();
        }
        updatePatience(false);
    }

    @Override
    public void onTimeout(Connection connection) {
        Waits over = waits;
        waits = Waits.NOTHING;
        switch (over) {
            case STREAMS -> session.timeUp(server.sendNanos);
            case IDLE -> session.close();
            case TAIL -> {
                if (stream.queuedBytes() >= mark) {
                    stream.abort(new IOException("the client has not taken a byte of the response in time"));
                }
            }
            case PEER -> {
                if (session.isOver()) {
                    stream.abort();
                } else {
                    session.close();
                }
            }
            case HEAD -> stream.abort(new IOException("the request did not come in time"));
            case NOTHING -> { }
        }
        updatePatience(false);
    }

    @Override
    public void onClosed(Connection connection, IOException cause) {
        server.remove(before);
        session.gone();
    }

    @Override
    public String describe() {
        return Exchange.describe(current == null ? null : current.exchange(), stream.remoteAddress(), server.handler);
    }
}
