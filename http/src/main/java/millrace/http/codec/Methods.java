package millrace.http.codec;

import java.nio.charset.StandardCharsets;

/** The methods of RFC 9110 and RFC 5789, so that reading one of them allocates nothing. They are case-sensitive. */
final class Methods {
    private static final String[] KNOWN = {
        "GET", "POST", "HEAD", "PUT", "DELETE", "OPTIONS", "PATCH", "CONNECT", "TRACE"
    };

    private Methods() {}

    static String of(byte[] b, int start, int length) {
        for (String known : KNOWN) {
            if (known.length() == length && matches(known, b, start)) {
                return known;
            }
        }
        return new String(b, start, length, StandardCharsets.ISO_8859_1);
    }

    private static boolean matches(String known, byte[] b, int start) {
        for (int i = 0; i < known.length(); i++) {
            if (b[start + i] != known.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
