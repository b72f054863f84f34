package millrace.bench.client;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.UUID;

/**
 * Identifiers that nobody else makes, one after the other and all of one length: a random UUID and a number. Safe in a
 * URL. One thread; allocates nothing on the way.
 */
final class Ids {
    static final int LENGTH = 33;

    private static final int DIGITS = 10;

    private final byte[] bytes;

    Ids() {
        UUID random = UUID.randomUUID();
        byte[] sixteen = ByteBuffer.allocate(16)
                .putLong(random.getMostSignificantBits())
                .putLong(random.getLeastSignificantBits())
                .array();
        String prefix = Base64.getUrlEncoder().withoutPadding().encodeToString(sixteen);
        bytes = (prefix + "-" + "0".repeat(DIGITS)).getBytes(ISO_8859_1);
    }

    /** The present one; changes with {@link #advance}. */
    byte[] bytes() {
        return bytes;
    }

    void advance() {
        for (int i = LENGTH - 1; i >= LENGTH - DIGITS; i--) {
            if (bytes[i] != '9') {
                bytes[i]++;
                return;
            }
            bytes[i] = '0';
        }
    }
}
