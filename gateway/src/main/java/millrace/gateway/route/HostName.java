package millrace.gateway.route;

import java.nio.charset.StandardCharsets;

/**
 * The name in a {@code Host} field or a target's authority: checked, without port and last dot, in lower case. RFC 3986
 * section 3.2.2. For one thread; its array is used again.
 */
public final class HostName {
    private static final boolean[] FORBIDDEN = new boolean[256];

    private byte[] bytes = new byte[256];
    private int length;

    static {
        for (int c = 0; c < FORBIDDEN.length; c++) {
            FORBIDDEN[c] = c <= ' ' || c == 0x7f || "/\\?#@[]<>\"^`{|}".indexOf(c) >= 0;
        }
    }

    /** @return false if it is not the name of a host: 400 */
    public boolean read(byte[] source, int from, int to) {
        length = 0;
        int end = from < to && source[from] == '[' ? literal(source, from, to) : name(source, from, to);
        if (end < 0 || !isPort(source, end, to)) {
            length = 0;
            return false;
        }
        int size = end - from;
        size -= source[end - 1] == '.' ? 1 : 0;
        if (bytes.length < size) {
            bytes = new byte[Math.max(size, 2 * bytes.length)];
        }
        for (int i = 0; i < size; i++) {
            byte c = source[from + i];
            bytes[i] = c >= 'A' && c <= 'Z' ? (byte) (c | 0x20) : c;
        }
        length = size;
        return size > 0;
    }

    /** Behind the closing bracket of an address; −1 if it is none. */
    private static int literal(byte[] source, int from, int to) {
        for (int i = from + 1; i < to; i++) {
            byte c = source[i];
            if (c == ']') {
                return i > from + 1 ? i + 1 : -1;
            }
            boolean twoDots = c == '.' && source[i - 1] == '.';
            if (twoDots || FORBIDDEN[c & 0xff] || c < 0) {
                return -1;
            }
        }
        return -1;
    }

    /** Where the colon or the end is; −1 if it is no name. */
    private static int name(byte[] source, int from, int to) {
        int i = from;
        while (i < to && source[i] != ':') {
            boolean twoDots = source[i] == '.' && i > from && source[i - 1] == '.';
            if (twoDots || FORBIDDEN[source[i] & 0xff]) {
                return -1;
            }
            i++;
        }
        return i == from ? -1 : i;
    }

    /** Nothing, or a colon with up to five digits. */
    private static boolean isPort(byte[] source, int from, int to) {
        if (from == to) {
            return true;
        }
        int port = 0;
        for (int i = from + 1; i < to; i++) {
            if (source[i] < '0' || source[i] > '9' || i - from > 5) {
                return false;
            }
            port = port * 10 + source[i] - '0';
        }
        return source[from] == ':' && port <= 0xffff;
    }

    public byte[] bytes() {
        return bytes;
    }

    public int length() {
        return length;
    }

    @Override
    public String toString() {
        return new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
    }
}
