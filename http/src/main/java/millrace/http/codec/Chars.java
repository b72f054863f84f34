package millrace.http.codec;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Classes of octets, and the scans over them that every message pays for. Sources: RFC 9110 section 5.6, RFC 9112. */
final class Chars {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    /** {@code HTTP/1.1} as the word that a little-endian read makes of it. */
    private static final long HTTP_1_1 = 0x312e312f50545448L;

    /** {@code tchar}. */
    static final boolean[] TOKEN = new boolean[256];

    /** {@code tchar} without capital letters: names in HTTP/2 (RFC 9113 section 8.2). */
    static final boolean[] SMALL_TOKEN = new boolean[256];

    /** Letters, digits and the hyphen: names that mean the same to whatever a request meets on its way. */
    static final boolean[] PLAIN_NAME = new boolean[256];

    static final boolean[] PLAIN_NAME_OR_UNDERSCORE = new boolean[256];

    private static final boolean[] TARGET = new boolean[256];
    private static final boolean[] HOST = new boolean[256];

    static {
        for (int c = 0; c < 256; c++) {
            boolean alphanumeric = c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
            TOKEN[c] = alphanumeric || c != 0 && "!#$%&'*+-.^_`|~".indexOf(c) >= 0;
            SMALL_TOKEN[c] = TOKEN[c] && !(c >= 'A' && c <= 'Z');
            PLAIN_NAME[c] = alphanumeric || c == '-';
            PLAIN_NAME_OR_UNDERSCORE[c] = alphanumeric || c == '-' || c == '_';
            // A fragment never belongs into a request. Octets above 127 are let through: browsers escape them, tools do
            // not, and no framing hangs on them.
            TARGET[c] = c > ' ' && c != 0x7f && c != '#';
            HOST[c] = alphanumeric || c != 0 && "-._~%!$&'()*+,;=:[]".indexOf(c) >= 0;
        }
    }

    private Chars() {}

    /** Whether {@code HTTP/1.1} and CRLF stand at a position; ten octets must be there. */
    static boolean isHttp11(byte[] b, int p) {
        return (long) LONG.get(b, p) == HTTP_1_1 && b[p + 8] == '\r' && b[p + 9] == '\n';
    }

    static boolean isToken(int octet) {
        return TOKEN[octet & 0xff];
    }

    /** The first position from {@code p} that holds no {@code tchar}, at most {@code end}. */
    static int skipToken(byte[] b, int p, int end) {
        return skip(TOKEN, b, p, end);
    }

    /** The first position from {@code p} that is not of a class, at most {@code end}. */
    static int skip(boolean[] octets, byte[] b, int p, int end) {
        while (p < end && octets[b[p] & 0xff]) {
            p++;
        }
        return p;
    }

    /** The first position from {@code p} that cannot be part of a request target, at most {@code end}. */
    static int skipTarget(byte[] b, int p, int end) {
        while (p < end && TARGET[b[p] & 0xff]) {
            p++;
        }
        return p;
    }

    static int skipHost(byte[] b, int p, int end) {
        while (p < end && HOST[b[p] & 0xff]) {
            p++;
        }
        return p;
    }

    static int skipBlanks(byte[] b, int p, int end) {
        while (p < end && isBlank(b[p])) {
            p++;
        }
        return p;
    }

    /** The first position from {@code p} that holds a control character other than TAB, at most {@code end}. */
    static int skipValue(byte[] b, int p, int end) {
        while (true) {
            // Eight octets at a time. A set bit can be wrong only above a right one, or mean a TAB: the loop below looks.
            while (p + 8 <= end && suspects((long) LONG.get(b, p)) == 0) {
                p += 8;
            }
            int stop = Math.min(p + 8, end);
            while (p < stop && isValue(b[p])) {
                p++;
            }
            if (p == end || p < stop) {
                return p;
            }
        }
    }

    private static long suspects(long word) {
        long delete = word ^ 0x7f7f7f7f7f7f7f7fL;
        long below = (word - 0x2020202020202020L) & ~word;
        return (below | (delete - 0x0101010101010101L) & ~delete) & 0x8080808080808080L;
    }

    static boolean isValue(byte b) {
        return b >= ' ' && b != 0x7f || b < 0 || b == '\t';
    }

    /** Whether an octet can be in a field name at all, odd as it may be. */
    static boolean isVisible(int octet) {
        int c = octet & 0xff;
        return c > ' ' && c != 0x7f && c != ':';
    }

    static boolean isBlank(int octet) {
        return octet == ' ' || octet == '\t';
    }

    /** The value of a hexadecimal digit, or −1. */
    static int hex(int octet) {
        if (octet >= '0' && octet <= '9') {
            return octet - '0';
        }
        int lower = octet | 0x20;
        return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
    }

    static int lower(int octet) {
        return octet >= 'A' && octet <= 'Z' ? octet | 0x20 : octet;
    }

    /** Whether the octets from {@code from} to {@code to} are {@code text}, in either case of letters. */
    static boolean equalsIgnoreCase(byte[] b, int from, int to, String text) {
        if (to - from != text.length()) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if (lower(b[from + i] & 0xff) != lower(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }
}
