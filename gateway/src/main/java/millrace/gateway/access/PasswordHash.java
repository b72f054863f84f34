package millrace.gateway.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import millrace.os.Crypt;

/** Passwords against what a password file says of them. */
final class PasswordHash {
    private static final int SHA_BYTES = 20;

    private PasswordHash() {}

    /** Takes as long for a wrong password as for the right one. */
    static boolean matches(String password, String hash) {
        byte[] given = password.getBytes(StandardCharsets.ISO_8859_1);
        if (hash.startsWith("{PLAIN}")) {
            return MessageDigest.isEqual(given, hash.substring(7).getBytes(StandardCharsets.ISO_8859_1));
        }
        if (hash.startsWith("{SHA}")) {
            return digest(given, hash.substring(5));
        }
        if (hash.startsWith("{SSHA}")) {
            return digest(given, hash.substring(6));
        }
        String own = hash.startsWith("$apr1$") ? ApacheMd5.hash(given, hash) : Crypt.hash(password, hash);
        return own != null
                && MessageDigest.isEqual(
                        own.getBytes(StandardCharsets.ISO_8859_1), hash.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** What follows the digest is the salt. */
    private static boolean digest(byte[] given, String encoded) {
        byte[] stored;
        try {
            stored = Base64.getDecoder().decode(encoded.strip());
        } catch (IllegalArgumentException e) {
            return false; // A line that nobody can match.
        }
        if (stored.length < SHA_BYTES) {
            return false;
        }
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-1");
            sha.update(given);
            sha.update(stored, SHA_BYTES, stored.length - SHA_BYTES);
            return MessageDigest.isEqual(sha.digest(), Arrays.copyOf(stored, SHA_BYTES));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-1", e);
        }
    }
}
