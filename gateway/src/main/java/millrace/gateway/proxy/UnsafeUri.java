package millrace.gateway.proxy;

import java.nio.charset.StandardCharsets;
import millrace.http.codec.Output;

/**
 * A path and arguments that an upstream names for a request to go on with: decoded, and refused if it leads out of
 * anywhere.
 *
 * @param args {@code null} when there are none
 */
record UnsafeUri(String path, String args) {

    /** {@code null} when it is not to be trusted. */
    static UnsafeUri of(String text) {
        int question = text.indexOf('?');
        String path = decode(question < 0 ? text : text.substring(0, question));
        if (path == null || path.isEmpty() || path.indexOf('\0') >= 0) {
            return null;
        }
        for (String segment : path.split("/", -1)) {
            if (segment.equals("..")) {
                return null;
            }
        }
        return new UnsafeUri(path, question < 0 ? null : text.substring(question + 1));
    }

    /** One character for each octet; {@code null} when an escape is none. */
    private static String decode(String text) {
        Output out = new Output(text.length());
        byte[] octets = text.getBytes(StandardCharsets.ISO_8859_1);
        byte[] one = new byte[1];
        for (int i = 0; i < octets.length; i++) {
            one[0] = octets[i];
            if (octets[i] == '%') {
                int high = i + 2 <= octets.length - 1 ? Character.digit(octets[i + 1], 16) : -1;
                int low = i + 2 <= octets.length - 1 ? Character.digit(octets[i + 2], 16) : -1;
                if (high < 0 || low < 0) {
                    return null;
                }
                one[0] = (byte) (high << 4 | low);
                i += 2;
            }
            out.put(one);
        }
        return new String(out.bytes(), 0, out.length(), StandardCharsets.ISO_8859_1);
    }
}
