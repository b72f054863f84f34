package millrace.http.h2;

/**
 * What the client may send (RFC 9113 section 5.2): opened again as bytes are out of the way, half a window at a time. The
 * window of a stream whose bytes are taken becomes wider, once, so that a client that is far away is not held up by it.
 */
final class IncomingWindow {
    /** Streams that nobody reads any more leave others this part of the connection's window. */
    private static final int PARTS = 4;

    private final Http2Session session;
    private final FrameWriter out;
    private int left;
    private int owed;

    IncomingWindow(Http2Session session, FrameWriter out) {
        this.session = session;
        this.out = out;
        left = session.limits.connectionWindowBytes();
    }

    /** Takes so many bytes from the connection's window; false when the client has ignored it. */
    boolean receives(int bytes) {
        left -= bytes;
        return left >= 0;
    }

    /** So many bytes of a stream are out of the way. */
    void credit(Http2Stream stream, int bytes) {
        credit(bytes);
        if (!stream.isOpen() || stream.remoteEnded) {
            return;
        }
        int window = session.limits.streamWindowBytes();
        if (stream.isReleased()) {
            if (stream.localEnded && stream.receiveWindow < window / 2) {
                session.reset(stream, ErrorCode.NO_ERROR); // Enough has been thrown away.
            }
            return;
        }
        int wide = Math.max(window, session.limits.connectionWindowBytes() / PARTS);
        stream.owedWindow += bytes;
        if (stream.owedWindow >= (stream.widened ? wide : window) / 2) {
            stream.owedWindow += stream.widened ? 0 : wide - window;
            stream.widened = true;
            out.windowUpdate(stream.id(), stream.owedWindow);
            stream.receiveWindow += stream.owedWindow;
            stream.owedWindow = 0;
        }
    }

    /** The same of a stream that is not there any more. */
    void credit(int bytes) {
        owed += bytes;
        if (owed >= session.limits.connectionWindowBytes() / 2 && !session.isOver()) {
            out.windowUpdate(0, owed);
            left += owed;
            owed = 0;
        }
    }
}
