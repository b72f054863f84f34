package millrace.http.h2;

import java.util.Arrays;

/** How a connection comes to its end in order (RFC 9113 section 6.8), whoever of both wants it. */
final class Departure {
    private static final byte[] LEAVING = "millrace".getBytes();

    private final Http2Session session;
    private final FrameWriter out;
    private boolean leaving;
    private boolean closing;

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

    /** The server does not want further requests. */
    void leave() {
        if (!leaving && !session.isOver()) {
            leaving = true;
            out.goAway(Integer.MAX_VALUE, ErrorCode.NO_ERROR, "");
            out.ping(0, LEAVING, 0);
            session.streams.tellLeaving();
        }
    }

    /** What the client has sent before it knew that we leave has arrived. */
    void leavingKnown(byte[] b, int from) {
        if (leaving && !closing && Arrays.equals(b, from, from + LEAVING.length, LEAVING, 0, LEAVING.length)) {
            close();
        }
    }

    void close() {
        if (!closing && !session.isOver()) {
            leaving = true;
            closing = true;
            out.goAway(session.streams.lastId(), ErrorCode.NO_ERROR, "");
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
        close();
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
}
