package millrace.loop;

import java.io.IOException;
import millrace.loop.tls.TlsSession;

/** What a connection's handler has not consumed yet. Exists only as long as there is such a thing. */
final class Leftover {
    private static final int SMALLEST = 256;

    private byte[] bytes = new byte[SMALLEST];
    private int length;

    /**
     * Keeps a copy.
     *
     * @param reused what was kept before and is not needed any more, or {@code null}
     */
    static Leftover keep(Leftover reused, byte[] source, int offset, int length) throws IOException {
        if (length > InputBuffer.HEADROOM) {
            throw new IOException("the handler left " + length + " bytes unread; at most " + InputBuffer.HEADROOM
                    + " can be kept for it");
        }
        Leftover leftover = reused == null ? new Leftover() : reused;
        if (leftover.bytes.length < length) {
            leftover.bytes = new byte[Integer.highestOneBit(length - 1) << 1];
        }
        System.arraycopy(source, offset, leftover.bytes, 0, length);
        leftover.length = length;
        return leftover;
    }

    /** Writes its first bytes to a relay's sink, keeps the others, and says how many those were. */
    int take(StreamOutput sink, long mostBytes) {
        int taken = (int) Math.min(length, mostBytes);
        sink.writeRelayed(bytes, 0, taken);
        length -= taken;
        System.arraycopy(bytes, taken, bytes, 0, length);
        return taken;
    }

    /** It was the beginning of a handshake. */
    void feed(TlsSession session) {
        session.feed(bytes, 0, length);
    }

    boolean isEmpty() {
        return length == 0;
    }

    /** Copies itself right in front of what is read next, and says how much that is. */
    int prepend(InputBuffer input) {
        System.arraycopy(bytes, 0, input.bytes, InputBuffer.HEADROOM - length, length);
        return length;
    }
}
