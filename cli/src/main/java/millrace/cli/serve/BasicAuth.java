package millrace.cli.serve;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;

/** Asks for one name and password. Source: RFC 7617. */
final class BasicAuth {
    private static final String SCHEME = "Basic ";

    private final byte[] expected;

    BasicAuth(String name, String password) {
        String pair = name + ":" + password;
        expected = Base64.getEncoder().encode(pair.getBytes(StandardCharsets.UTF_8));
    }

    /** @param header of the field {@code Authorization}, or {@code null} */
    boolean admits(String header) {
        if (header == null || !header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return false;
        }
        byte[] given = header.substring(SCHEME.length()).strip().getBytes(StandardCharsets.ISO_8859_1);
        // Takes as long for a good guess as for a bad one.
        return MessageDigest.isEqual(expected, given);
    }
}
