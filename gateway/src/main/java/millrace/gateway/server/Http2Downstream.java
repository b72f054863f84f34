package millrace.gateway.server;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import millrace.gateway.config.Configuration;
import millrace.gateway.exchange.CoreSettings;
import millrace.http.codec.Http2Head;
import millrace.http.codec.RequestHead;
import millrace.http.h2.ErrorCode;
import millrace.http.h2.Http2Session;
import millrace.http.h2.Http2Stream;
import millrace.http.h2.SessionUser;
import millrace.http.websocket.HandshakeKey;
import millrace.loop.Connection;
import millrace.loop.StreamHandler;
import millrace.loop.stall.Described;

/**
 * A client's connection that speaks HTTP/2: each of its streams is a request of its own ({@link Http2Request}). What it was
 * before, it stands for in its port's list. For the loop's thread only.
 */
final class Http2Downstream extends ClientStream implements StreamHandler, SessionUser, Described {
    /** A client that sends, and does not read what it is answered, is not listened to beyond this. */
    private static final int MOST_QUEUED = 256 << 10;

    private static final long DISCARD_MILLIS = 100;

    /** A client that reads and writes answers sooner. */
    private static final long ANSWER_NANOS = TimeUnit.SECONDS.toNanos(2);

    private final List<Http2Request> requests = new ArrayList<>(4);
    private final Http2Patience patience;
    private final Http2Session session;
    private Http2Request opened;

    /** Requests whose heads have come, and which have not begun. */
    private int waiting;

    private boolean asked;
    private long askedNanos;

    private Http2Downstream(Downstream before, Http2Port http2) {
        super(before);
        patience = new Http2Patience(this);
        session = new Http2Session(stream, http2.limits(), new Http2Head(http2.heads(), HandshakeKey::next), this, port.abuses());
    }

    /** What speaks with a client that turns out to speak HTTP/2. */
    static Http2Downstream instead(Downstream before) {
        PortLoop port = before.port;
        Http2Downstream made = new Http2Downstream(before, port.servers().at(before).http2());
        port.replace(before, made);
        if (port.isLeaving()) {
            made.session.leave();
        }
        return made;
    }

    Http2Session session() {
        return session;
    }

    CoreSettings core() {
        return port.servers().at(this).core();
    }

    @Override
    public int onData(Connection connection, byte[] buffer, int offset, int length) {
        int used = session.receive(buffer, offset, length);
        if (stream.isOpen()) {
            if (stream.queuedBytes() > MOST_QUEUED && !session.isOver()) {
                stream.pause();
            }
            patience.update(true);
        }
        return used;
    }

    @Override
    public RequestHead open(Http2Stream begins) {
        opened = port.takeRequest();
        opened.index = requests.size();
        requests.add(opened);
        waiting++;
        if (!core().allowsAnother(requests() + waiting, ageNanos())) {
            session.close();
        }
        return opened.begin(this, begins);
    }

    /** A request begins, or never will. */
    void waitsNoMore() {
        waiting--;
    }

    /** A request is over. */
    void ended(Http2Request request) {
        Http2Request moved = requests.removeLast();
        if (moved != request) {
            requests.set(request.index, moved);
            moved.index = request.index;
        }
        if (requests.isEmpty() && core().keepAliveNanos() == 0) {
            session.close();
        }
        patience.update(false);
    }

    /** Nobody wants the rest of a body (RFC 9113 section 8.1). What is on its way may still be all of it, or a fault. */
    void stopSoon(Http2Stream answered) {
        int id = answered.id();
        port.loop().events().schedule(() -> {
            if (answered.isOpen() && answered.id() == id) {
                answered.reset(ErrorCode.NO_ERROR);
                patience.update(false); // It may have been the last.
            }
        }, DISCARD_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** A request waits for its client, so long at most. */
    void awaits(long nanos) {
        patience.atMost(nanos);
    }

    @Override
    public void over() {
        countClosed();
        if (peerEnded || !core().lingers(true)) {
            finish();
            patience.update(true);
            return;
        }
        // Closing with something unread would reset it: the reason would be lost, or the end of a reply whose
        // beginning the client has just acknowledged with a WINDOW_UPDATE.
        stream.end();
        if (stream.isPaused()) {
            stream.resume();
        }
        patience.update(true);
    }

    boolean isLeaving() {
        return session.isLeaving();
    }

    @Override
    void closeIfIdle() {
        if (port.isLeaving()) {
            session.leave();
            patience.hurry();
        } else if (requests.isEmpty()) {
            session.close();
        }
    }

    /**
     * What the client was told of the configuration may not be so any more: it shall connect again. A client that does not
     * answer a PING would not understand a slow goodbye either, and gets a short one.
     *
     * @param reloaded whether the configuration has just changed
     * @return whether to ask again
     */
    boolean isToLeave(boolean reloaded) {
        if (session.isLeaving() || session.isOver()) {
            return false;
        }
        long now = port.loop().events().nowNanos();
        if (!asked && reloaded) {
            asked = true;
            askedNanos = now;
            session.askToLeave();
        } else if (asked && now - askedNanos >= ANSWER_NANOS) {
            session.close();
            return false;
        }
        return asked;
    }

    @Override
    boolean isIdle() {
        return requests.isEmpty();
    }

    @Override
    boolean isServedBy(Configuration configuration) {
        for (Http2Request each : requests) {
            if (each.isOf(configuration)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void onEnd(Connection connection) {
        peerEnded = true;
        if (session.isOver()) {
            finish();
            return;
        }
        session.peerEnded();
        for (Http2Request each : List.copyOf(requests)) {
            each.clientEnded();
        }
    }

    @Override
    public void onWritable(Connection connection) {
        session.writable();
        if (stream.isOpen() && stream.isPaused()) {
            stream.resume();
        }
        patience.update(false);
    }

    @Override
    public void onTimeout(Connection connection) {
        patience.over();
    }

    @Override
    public void onClosed(Connection connection, IOException cause) {
        port.remove(this);
        session.gone();
        end();
    }

    @Override
    public String describe() {
        return opened == null ? "a client's connection" : "a request of HTTP/2";
    }
}
