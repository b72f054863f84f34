package millrace.http.codec;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Whether bytes are UTF-8, whatever the pieces they come in (RFC 3629 section 4). Not safe for several threads.
 */
public final class Utf8Check {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long NOT_ASCII = 0x8080_8080_8080_8080L;

    /** Bytes that must follow to complete a character, and what the first of them may be. */
    private int missing;
    private int lowest;
    private int highest;

    /** Another text begins. */
    public void reset() {
        missing = 0;
    }

    /** Whether no character is cut off. */
    public boolean isComplete() {
        return missing == 0;
    }

    /** Where the first byte is that cannot be, or −1. */
    public int check(byte[] b, int from, int to) {
        int p = from;
        while (p < to) {
            if (missing == 0) {
                p = skipAscii(b, p, to);
                if (p == to) {
                    return -1;
                }
                if (!begin(b[p] & 0xff)) {
                    return p;
                }
            } else {
                int c = b[p] & 0xff;
                if (c < lowest || c > highest) {
                    return p;
                }
                missing--;
                lowest = 0x80;
                highest = 0xbf;
            }
            p++;
        }
        return -1;
    }

    private static int skipAscii(byte[] b, int from, int to) {
        int p = from;
        while (to - p >= Long.BYTES && ((long) LONG.get(b, p) & NOT_ASCII) == 0) {
            p += Long.BYTES;
        }
        while (p < to && b[p] >= 0) {
            p++;
        }
        return p;
    }

    /** Overlong forms, surrogates and what lies beyond U+10FFFF show in the second byte. */
    private boolean begin(int c) {
        if (c < 0xc2 || c > 0xf4) {
            return false;
        }
        missing = c < 0xe0 ? 1 : c < 0xf0 ? 2 : 3;
        lowest = c == 0xe0 ? 0xa0 : c == 0xf0 ? 0x90 : 0x80;
        highest = c == 0xed ? 0x9f : c == 0xf4 ? 0x8f : 0xbf;
        return true;
    }
}
