package millrace.http.websocket;

import java.util.zip.Deflater;
import millrace.http.websocket.frame.FrameOutput;
import millrace.http.websocket.frame.Opcode;
import millrace.http.websocket.frame.Role;

/**
 * Compresses messages into frames (RFC 7692 section 7.2.1): one for a message that becomes small enough, several else. For
 * the loop's own thread only.
 *
 * <p>The JDK's compressor always looks back 32 KiB. Where the other side asks for a smaller window, what is compressed is cut
 * into pieces of that size which do not refer to each other: that keeps the promise, and costs compression.
 */
final class Deflation {
    private static final int TAIL_BYTES = 4;
    private static final int FULL_WINDOW_BITS = 15;

    /** An empty block: with the tail that is left away behind it, a message that ends here. */
    private static final byte[] END = {0};

    private final Workspace workspace;
    private final Role role;
    private final FrameOutput out;
    private final int level;
    private final boolean keepsContext;
    private final int mostInput;
    private final int flush;
    private Deflater deflater;

    /** What the next frame is: the message's first one carries the kind and the mark, others continue it. */
    private int opcode;

    private boolean welcome;

    Deflation(Workspace workspace, Role role, FrameOutput out, int level, boolean keepsContext, int windowBits) {
        this.workspace = workspace;
        this.role = role;
        this.out = out;
        this.level = level;
        this.keepsContext = keepsContext && windowBits == FULL_WINDOW_BITS;
        this.mostInput = windowBits == FULL_WINDOW_BITS ? Integer.MAX_VALUE : 1 << windowBits;
        this.flush = windowBits == FULL_WINDOW_BITS ? Deflater.SYNC_FLUSH : Deflater.FULL_FLUSH;
    }

    /**
     * Sends a part of a message.
     *
     * @param kind the message's opcode for its first part, else {@link Opcode#CONTINUATION}
     * @param last whether it is the last part
     * @return whether more is welcome
     */
    boolean write(int kind, byte[] bytes, int offset, int length, boolean last) {
        opcode = kind;
        welcome = true;
        if (length == 0) {
            if (last) {
                frame(END, 0, END.length, true);
            }
        } else {
            compress(bytes, offset, length, last);
        }
        if (last && !keepsContext) {
            release();
        }
        return welcome;
    }

    /** The last bytes of what comes out are kept back: they are the tail if nothing follows. */
    private void compress(byte[] bytes, int offset, int length, boolean last) {
        if (deflater == null) {
            deflater = workspace.takeDeflater(level);
        }
        byte[] piece = workspace.deflated;
        int filled = 0;
        for (int done = 0; done < length;) {
            int size = Math.min(mostInput, length - done);
            deflater.setInput(bytes, offset + done, size);
            done += size;
            int room;
            int count;
            do {
                if (filled == piece.length) {
                    frame(piece, 0, filled - TAIL_BYTES, false);
                    System.arraycopy(piece, filled - TAIL_BYTES, piece, 0, TAIL_BYTES);
                    filled = TAIL_BYTES;
                }
                room = piece.length - filled;
                count = deflater.deflate(piece, filled, room, flush);
                filled += count;
            } while (count == room);
        }
        frame(piece, 0, last ? filled - TAIL_BYTES : filled, last);
    }

    private void frame(byte[] bytes, int offset, int length, boolean last) {
        welcome = workspace.frames.write(out, role, opcode, last, opcode != Opcode.CONTINUATION, bytes, offset, length);
        opcode = Opcode.CONTINUATION;
    }

    void release() {
        if (deflater != null && keepsContext) {
            deflater.end();
        } else if (deflater != null) {
            workspace.giveBack(deflater, level);
        }
        deflater = null;
    }
}
