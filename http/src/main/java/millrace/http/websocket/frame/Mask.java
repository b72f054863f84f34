package millrace.http.websocket.frame;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** The masking of payload (RFC 6455 section 5.3), which is its own inverse; eight bytes at a time. */
final class Mask {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private Mask() {}

    /** The key whose first byte is the number's lowest. */
    static int key(byte[] b, int from) {
        return (int) INT.get(b, from);
    }

    static void put(int key, byte[] b, int at) {
        INT.set(b, at, key);
    }

    /** Masks bytes in place, and answers the key for those that follow. */
    static int apply(int key, byte[] b, int from, int to) {
        long both = key & 0xffff_ffffL | (long) key << Integer.SIZE;
        int p = from;
        for (; to - p >= Long.BYTES; p += Long.BYTES) {
            LONG.set(b, p, (long) LONG.get(b, p) ^ both);
        }
        for (int rest = key; p < to; p++) {
            b[p] ^= (byte) rest;
            rest = Integer.rotateRight(rest, Byte.SIZE);
        }
        return Integer.rotateRight(key, (to - from) % Integer.BYTES * Byte.SIZE);
    }
}
