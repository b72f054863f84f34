package millrace.http.websocket.frame;

import java.security.SecureRandom;

/**
 * Makes frames, and allocates nothing. One serves any number of connections of one thread: it keeps nothing from one frame
 * to the next.
 */
public final class FrameWriter {
    private static final int MOST_HEADER = 14;

    /** A header and so much of a payload are written at once; also how much is masked at a time. */
    private static final int PIECE = 4096;

    private static final int KEYS_AT_ONCE = 256;

    private final byte[] scratch = new byte[MOST_HEADER + PIECE];

    /** Keys must not be foreseen (RFC 6455 section 10.3); many are made at once. Made when a client needs one. */
    private SecureRandom random;

    private byte[] keys;
    private int usedKeys = KEYS_AT_ONCE;

    /**
     * Writes one frame.
     *
     * @param role of this side
     * @param last whether no fragment of its message follows
     * @param marked whether the first reserved bit is set
     * @return whether more is welcome
     */
    public boolean write(FrameOutput out, Role role, int opcode, boolean last, boolean marked,
            byte[] payload, int offset, int length) {
        scratch[0] = (byte) ((last ? 0x80 : 0) | (marked ? 0x40 : 0) | opcode);
        int p = length(length, role == Role.CLIENT ? 0x80 : 0);
        if (role == Role.CLIENT) {
            return writeMasked(out, p, payload, offset, length);
        }
        if (length <= PIECE) {
            System.arraycopy(payload, offset, scratch, p, length);
            return out.write(scratch, 0, p + length);
        }
        out.write(scratch, 0, p);
        return out.write(payload, offset, length);
    }

    private int length(int length, int maskBit) {
        if (length < 126) {
            scratch[1] = (byte) (maskBit | length);
            return 2;
        }
        int bytes = length < 1 << 16 ? 2 : 8;
        scratch[1] = (byte) (maskBit | (bytes == 2 ? 126 : 127));
        for (int i = 0; i < bytes; i++) {
            scratch[2 + i] = (byte) ((long) length >>> (bytes - 1 - i) * Byte.SIZE);
        }
        return 2 + bytes;
    }

    private boolean writeMasked(FrameOutput out, int at, byte[] payload, int offset, int length) {
        int key = nextKey();
        Mask.put(key, scratch, at);
        int start = 0;
        int p = at + Integer.BYTES;
        boolean more;
        int done = 0;
        do {
            int size = Math.min(PIECE, length - done);
            System.arraycopy(payload, offset + done, scratch, p, size);
            key = Mask.apply(key, scratch, p, p + size);
            more = out.write(scratch, start, p + size - start);
            done += size;
            p = start;
        } while (done < length);
        return more;
    }

    private int nextKey() {
        if (usedKeys == KEYS_AT_ONCE) {
            if (random == null) {
                random = new SecureRandom();
                keys = new byte[KEYS_AT_ONCE * Integer.BYTES];
            }
            random.nextBytes(keys);
            usedKeys = 0;
        }
        return Mask.key(keys, usedKeys++ * Integer.BYTES);
    }
}
