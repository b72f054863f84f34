package millrace.http.websocket;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Locale;
import millrace.http.codec.Fields;

/** What both sides of an opening handshake have to know (RFC 6455 section 4). */
final class Handshake {
    static final String VERSION = "13";
    private static final String MAGIC = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    static final int KEY_BYTES = 16;

    private Handshake() {}

    /** What Sec-WebSocket-Accept says to a key. */
    static String answer(String key) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-1")
                    .digest((key + MAGIC).getBytes(StandardCharsets.ISO_8859_1));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // Every JDK has it.
        }
    }

    static boolean isKey(String key) {
        if (key == null) {
            return false;
        }
        try {
            return Base64.getDecoder().decode(key).length == KEY_BYTES;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** The values of all lines with a name, joined with commas; {@code null} for none. */
    static String joined(Fields fields, String name) {
        String all = null;
        for (int line = fields.indexOf(name, 0); line >= 0; line = fields.indexOf(name, line + 1)) {
            all = all == null ? fields.value(line) : all + "," + fields.value(line);
        }
        return all;
    }

    /** Whether a list has a member, in either case of letters. */
    static boolean lists(String list, String member) {
        if (list != null) {
            for (String one : list.split(",")) {
                if (one.strip().toLowerCase(Locale.ROOT).equals(member)) {
                    return true;
                }
            }
        }
        return false;
    }
}
