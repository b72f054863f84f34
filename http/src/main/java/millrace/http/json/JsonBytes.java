package millrace.http.json;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** JSON's characters as UTF-8, in one array that is used again and again. */
final class JsonBytes {
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    /** What stands behind the backslash, or 0. */
    private static final byte[] SHORT = new byte[128];

    static {
        SHORT['"'] = '"';
        SHORT['\\'] = '\\';
        SHORT['\b'] = 'b';
        SHORT['\f'] = 'f';
        SHORT['\n'] = 'n';
        SHORT['\r'] = 'r';
        SHORT['\t'] = 't';
    }

    private byte[] bytes = new byte[512];
    private int length;

    byte[] array() {
        return bytes;
    }

    int length() {
        return length;
    }

    void clear() {
        length = 0;
    }

    void put(char ascii) {
        require(1);
        bytes[length++] = (byte) ascii;
    }

    /** A part of a text that holds ASCII only: a number, say. */
    void ascii(String text, int from, int to) {
        require(to - from);
        for (int i = from; i < to; i++) {
            bytes[length++] = (byte) text.charAt(i);
        }
    }

    void ascii(String text) {
        ascii(text, 0, text.length());
    }

    /** A part of a string, escaped; both halves of a surrogate pair must be in it, or none. */
    void escaped(String text, int from, int to) {
        require(6 * (to - from)); // A control character needs six bytes, and so does half of a pair.
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            if (c < 0x80) {
                escapedAscii(c);
            } else if (c < 0x800) {
                two(c);
            } else if (!Character.isSurrogate(c)) {
                three(c);
            } else if (Character.isHighSurrogate(c) && i + 1 < to && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
                four(Character.toCodePoint(c, text.charAt(i)));
            } else {
                // UTF-8 has no form for half of a pair. JSON has one, and no character is lost (as in ECMAScript 2019).
                unicode(c);
            }
        }
    }

    private void escapedAscii(char c) {
        if (SHORT[c] != 0) {
            bytes[length++] = '\\';
            bytes[length++] = SHORT[c];
        } else if (c < ' ') {
            unicode(c);
        } else {
            bytes[length++] = (byte) c;
        }
    }

    private void unicode(char c) {
        bytes[length++] = '\\';
        bytes[length++] = 'u';
        for (int shift = 12; shift >= 0; shift -= 4) {
            bytes[length++] = HEX[c >> shift & 0xf];
        }
    }

    private void two(int c) {
        bytes[length++] = (byte) (0xc0 | c >> 6);
        bytes[length++] = (byte) (0x80 | c & 0x3f);
    }

    private void three(int c) {
        bytes[length++] = (byte) (0xe0 | c >> 12);
        bytes[length++] = (byte) (0x80 | c >> 6 & 0x3f);
        bytes[length++] = (byte) (0x80 | c & 0x3f);
    }

    private void four(int c) {
        bytes[length++] = (byte) (0xf0 | c >> 18);
        bytes[length++] = (byte) (0x80 | c >> 12 & 0x3f);
        bytes[length++] = (byte) (0x80 | c >> 6 & 0x3f);
        bytes[length++] = (byte) (0x80 | c & 0x3f);
    }

    private void require(int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + more));
        }
    }
}
