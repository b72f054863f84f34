package millrace.http.codec;

/**
 * A message body, of known length or chunked, behind one way of reading: {@link #advance} to the next body bytes, look at
 * {@link #remaining}, {@link #take} them, until {@link #isComplete}.
 */
public final class BodyDecoder {
    /** {@link #advance}: the body is refused, {@link #refusal} says why. */
    public static final int REFUSED = ChunkedDecoder.REFUSED;

    private static final long UNTIL_TOLD = Long.MAX_VALUE;

    private ChunkedDecoder chunks;
    private boolean chunked;
    private long left;
    private Fields trailers;

    /** Begins with the body that follows a head. */
    public void begin(RequestHead head, Limits limits) {
        if (head.isHttp2()) {
            chunked = false;
            trailers = null;
            left = head.contentLength() == 0 ? 0 : UNTIL_TOLD;
        } else {
            begin(head.contentLength(), limits);
        }
    }

    /** The body of an HTTP/2 request has ended: there, frames say so. */
    public void end(Fields last) {
        left = 0;
        trailers = last;
    }

    /** Begins with a body of a length, or {@link RequestHead#CHUNKED}. */
    public void begin(long length, Limits limits) {
        chunked = length == RequestHead.CHUNKED;
        left = Math.max(0, length);
        trailers = null;
        if (chunked) {
            if (chunks == null) {
                chunks = new ChunkedDecoder();
            }
            chunks.begin(limits);
        }
    }

    /** Reads framing from {@code p} on; answers where it stopped, or {@link #REFUSED}. */
    public int advance(byte[] b, int p, int limit) {
        return chunked ? chunks.advance(b, p, limit) : p;
    }

    /** How many body bytes follow before the next framing. */
    public long remaining() {
        return chunked ? chunks.remaining() : left;
    }

    public void take(long bytes) {
        if (chunked) {
            chunks.take(bytes);
        } else {
            left -= bytes;
        }
    }

    public boolean isComplete() {
        return chunked ? chunks.isComplete() : left == 0;
    }

    public Refusal refusal() {
        return chunked ? chunks.refusal() : null;
    }

    /** The trailer fields of a complete body, null when there cannot be any. */
    public Fields trailers() {
        return chunked ? chunks.trailers() : trailers;
    }
}
