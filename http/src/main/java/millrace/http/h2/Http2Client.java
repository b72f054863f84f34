package millrace.http.h2;

import millrace.http.codec.Output;
import millrace.loop.Connection;

/**
 * One connection that speaks HTTP/2, at the client's end: the same session as the server's, where requests go out and answers
 * come in. Says the preface at once. For the loop's thread only.
 */
public final class Http2Client {
    private static final int MOST_STREAMS = Integer.MAX_VALUE - 1;

    private final Http2Session session;

    /** @param over the connection takes no further requests, and nothing is under way on it any more */
    public Http2Client(Connection connection, Http2Limits limits, Runnable over) {
        session = new Http2Session(connection, limits, over);
    }

    /** Whether it takes another request, when those that are under way are over. */
    public boolean isUsable() {
        return !session.departure.isClosing() && !session.isOver() && session.peer.streams > 0 && session.streams.lastId() < MOST_STREAMS;
    }

    /** Whether it takes a request now. */
    public boolean canAsk() {
        return isUsable() && session.streams() < session.peer.streams;
    }

    /**
     * Sends a request's head.
     *
     * @param lines its fields as HTTP/1 has them, the pseudo-header fields in front
     * @param end whether no body follows
     */
    public Http2Stream ask(AnswerUser user, Output lines, boolean end) {
        int last = session.streams.lastId();
        int id = last == 0 ? 1 : last + 2;
        session.streams.use(id);
        Http2Stream stream = session.open(id);
        stream.user(user);
        session.sender.request(stream, lines, end);
        return stream;
    }

    /** Whether it was this side that has ended a stream before its time. */
    public boolean hasReset(Http2Stream stream) {
        return !stream.isOpen() && session.streams.wasResetHere(stream.id());
    }

    /** Bytes have arrived; answers as {@link millrace.loop.StreamHandler#onData}. */
    public int receive(byte[] b, int offset, int length) {
        return session.receive(b, offset, length);
    }

    /** The connection takes more. */
    public void writable() {
        session.writable();
    }

    /** The connection is gone: who waits for an answer is told. */
    public void gone() {
        session.gone();
    }

    public boolean isOver() {
        return session.isOver();
    }

    /** What the server has done wrong to the connection, or {@code null}. */
    public String fault() {
        return session.fault;
    }
}
