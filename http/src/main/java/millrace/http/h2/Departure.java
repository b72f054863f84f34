package millrace.http.h2;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/**
 * How a connection comes to its end without costing a request (RFC 9113 section 6.8), whoever of both wants it: who asks while
 * the word is on its way is answered yet. For the loop's thread only.
 *
 * <pre>
 *   ask: PING ── answered ──▶ leave: GOAWAY without a number, PING ── answered, a moment later ──▶ close: GOAWAY with one
 *   close ── no stream ──▶ the client ends the connection, or its time is up ──▶ over
 * </pre>
 */
final class Departure {
    private static final byte[] ASKING = "answers?".getBytes();
    private static final byte[] LEAVING = "millrace".getBytes();

    /** One thread of the client may have chosen this connection just before another has read that we leave. */
    private static final long LATE_MILLIS = 250;

    private final Http2Session session;
    private final FrameWriter out;
    private boolean asked;
    private boolean leaving;
    private boolean known;
    private boolean closing;
    private int lastTaken;
    private boolean peerEnded;
    private boolean waits;

    Departure(Http2Session session, FrameWriter out) {
        this.session = session;
        this.out = out;
    }

    boolean isLeaving() {
        return leaving;
    }

    boolean isClosing() {
        return closing;
    }

    /** The last request that is answered: those that come after the connection closes are not. */
    int lastTaken() {
        return closing ? lastTaken : session.streams.lastId();
    }

    /** As {@link #leave}, once the client has shown that it answers. */
    void ask() {
        if (!asked && !leaving && !session.isOver()) {
            asked = true;
            out.ping(0, ASKING, 0);
        }
    }

    /** The server does not want further requests. */
    void leave() {
        if (!leaving && !session.isOver()) {
            leaving = true;
            out.goAway(Integer.MAX_VALUE, ErrorCode.NO_ERROR, "");
            out.ping(0, LEAVING, 0);
            session.streams.tellLeaving();
        }
    }

    /** A PING was answered: what the client has sent before it had read that has arrived. */
    void answered(byte[] b, int from) {
        if (asked && !leaving && is(ASKING, b, from)) {
            leave();
        } else if (leaving && !known && !closing && is(LEAVING, b, from)) {
            known = true;
            session.loop.schedule(this::close, LATE_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private static boolean is(byte[] payload, byte[] b, int from) {
        return Arrays.equals(b, from, from + payload.length, payload, 0, payload.length);
    }

    void close() {
        if (!closing && !session.isOver()) {
            leaving = true;
            closing = true;
            lastTaken = session.streams.lastId();
            out.goAway(lastTaken, ErrorCode.NO_ERROR, "");
            session.overIfEmpty();
        }
    }

    /** A client will not send the rest of requests that have not ended. */
    void peerEnded() {
        for (Http2Stream stream : session.streams.all()) {
            if (stream.isOpen() && !stream.remoteEnded) {
                stream.cutOff();
            }
        }
        peerEnded = true;
        close();
        session.overIfEmpty();
    }

    /** A server has not acted on requests beyond a number, and takes no others. */
    void peerLeaves(int lastId) {
        closing = true;
        for (Http2Stream stream : session.streams.all()) {
            if (stream.isOpen() && stream.id() > lastId) {
                StreamUser told = stream.user();
                session.close(stream);
                told.broken(ErrorCode.REFUSED_STREAM);
            }
        }
        session.overIfEmpty();
    }

    /** Whether a client, which has got all its answers, is given time to read them. */
    boolean waitsForPeer(long lastAnswerNanos) {
        boolean read = peerEnded || session.streams.lastId() == 0;
        if (session.client || read || session.nowNanos() - lastAnswerNanos >= session.limits.readingNanos()) {
            return false;
        }
        if (!waits) {
            waits = true;
            session.loop.schedule(session::end, session.limits.readingNanos(), TimeUnit.NANOSECONDS);
        }
        return true;
    }
}
