package millrace.gateway.route;

import java.nio.charset.StandardCharsets;

/**
 * The name in a {@code Host} field or a target's authority: checked, without port and last dot, in lower case. RFC 3986
 * section 3.2.2. One that is in lower case already stays where it is. For one thread; its array is used again.
 */
public final class HostName {
    private static final boolean[] FORBIDDEN = new boolean[256];

    private byte[] own = new byte[256];
    private byte[] bytes = own;
    private int start;
    private int end;

    static {
        for (int c = 0; c < FORBIDDEN.length; c++) {
            FORBIDDEN[c] = c <= ' ' || c == 0x7f || "/\\?#@[]<>\"^`{|}".indexOf(c) >= 0;
        }
    }

    /** @return false if it is not the name of a host: 400 */
    public boolean read(byte[] source, int from, int to) {
        int behind = from < to && source[from] == '[' ? literal(source, from, to) : name(source, from, to);
        bytes = source;
        start = from;
        end = from;
        if (behind < 0 || !isPort(source, behind, to)) {
            return false;
        }
        end = behind - (source[behind - 1] == '.' ? 1 : 0);
        lower();
        return end > start;
    }

    private void lower() {
        int i = start;
        while (i < end && !isCapital(bytes[i])) {
            i++;
        }
        if (i == end) {
            return;
        }
        int size = end - start;
        if (own.length < size) {
            own = new byte[Math.max(size, 2 * own.length)];
        }
        for (i = 0; i < size; i++) {
            byte c = bytes[start + i];
            own[i] = isCapital(c) ? (byte) (c | 0x20) : c;
        }
        bytes = own;
        start = 0;
        end = size;
    }

    private static boolean isCapital(byte c) {
        return c >= 'A' && c <= 'Z';
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

    /** The array that {@link #start} and {@link #end} are in: the one given, or one that the next call uses again. */
    public byte[] bytes() {
        return bytes;
    }

    public int start() {
        return start;
    }

    public int end() {
        return end;
    }

    @Override
    public String toString() {
        return new String(bytes, start, end - start, StandardCharsets.ISO_8859_1);
    }
}
