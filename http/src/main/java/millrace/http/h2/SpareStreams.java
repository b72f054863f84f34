package millrace.http.h2;

/**
 * The streams of a connection that are over and may serve other requests. All that have been at work at once are kept, but
 * little of the memory that held back their bodies. For the loop's thread only.
 */
final class SpareStreams {
    private static final int MOST_BYTES = 256 << 10;
    private static final int MOST_BYTES_EACH = 128 << 10;

    private final Http2Session session;
    private Http2Stream first;
    private int bytes;

    SpareStreams(Http2Session session) {
        this.session = session;
    }

    /** One of them, or a new one. */
    Http2Stream take() {
        if (first == null) {
            return new Http2Stream(session);
        }
        Http2Stream taken = first;
        first = taken.next;
        taken.next = null;
        bytes -= held(taken);
        return taken;
    }

    void add(Http2Stream stream) {
        if (held(stream) > Math.min(MOST_BYTES_EACH, MOST_BYTES - bytes)) {
            stream.inbox.shrink();
            stream.outbox.shrink();
        }
        bytes += held(stream);
        stream.next = first;
        first = stream;
    }

    private static int held(Http2Stream stream) {
        return stream.inbox.heldBytes() + stream.outbox.heldBytes();
    }
}
