package millrace.gateway.proxy;

import millrace.http.h2.Http2Stream;
import millrace.loop.EventLoop;

/**
 * The last piece so far of a body whose length nobody knows: held back until the loop has looked at all that has come. If the
 * body ends with it, so does its frame, and no empty one has to follow. Used again for other bodies; for the loop's own thread only.
 */
final class LastPiece implements Runnable {
    /** More is not worth being copied. */
    private static final int MOST_BYTES = 4096;

    private static final byte[] NOTHING = {};

    private final BodySender sender;
    private byte[] bytes = NOTHING;
    private int length;
    private Http2Stream stream;
    private boolean asked;

    LastPiece(BodySender sender) {
        this.sender = sender;
    }

    /** Sends a piece, perhaps a moment later; whether more is welcome. */
    boolean write(EventLoop loop, Http2Stream to, byte[] b, int from, int count) {
        boolean more = flush();
        if (count > MOST_BYTES || !more || to.queuedBytes() > 0) {
            return to.write(b, from, count, false);
        }
        if (bytes.length == 0) {
            bytes = new byte[MOST_BYTES];
        }
        System.arraycopy(b, from, bytes, 0, count);
        length = count;
        stream = to;
        if (!asked) {
            asked = true;
            loop.execute(this);
        }
        return true;
    }

    private boolean flush() {
        int count = length;
        length = 0;
        return count == 0 || stream.write(bytes, 0, count, false);
    }

    /** The body has ended. */
    void end(Http2Stream of) {
        of.write(bytes, 0, length, true);
        length = 0;
    }

    /** Nobody wants it any more. */
    void drop() {
        length = 0;
        stream = null;
    }

    /** It was not the last one, as far as is known. */
    @Override
    public void run() {
        asked = false;
        if (!flush()) {
            sender.block();
        }
    }
}
