package millrace.gateway.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The password hash {@code $apr1$salt$digest} of Apache's {@code htpasswd}: MD5, a thousand times. */
final class ApacheMd5 {
    private static final String PREFIX = "$apr1$";
    private static final String DIGITS = "./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final int ROUNDS = 1000;
    private static final int LONGEST_SALT = 8;

    /** Which three octets of the digest make four digits; the last one has two. */
    private static final int[][] ORDER = {{0, 6, 12}, {1, 7, 13}, {2, 8, 14}, {3, 9, 15}, {4, 10, 5}};

    private ApacheMd5() {}

    /** The hash of a password with the salt of another hash. */
    static String hash(byte[] password, String other) {
        int end = other.indexOf('$', PREFIX.length());
        int stop = Math.min(end < 0 ? other.length() : end, PREFIX.length() + LONGEST_SALT);
        byte[] salt = other.substring(PREFIX.length(), stop).getBytes(StandardCharsets.ISO_8859_1);
        byte[] digest = begin(password, salt);
        for (int i = 0; i < ROUNDS; i++) {
            MessageDigest md5 = md5();
            md5.update((i & 1) != 0 ? password : digest);
            if (i % 3 != 0) {
                md5.update(salt);
            }
            if (i % 7 != 0) {
                md5.update(password);
            }
            md5.update((i & 1) != 0 ? digest : password);
            digest = md5.digest();
        }
        return PREFIX + new String(salt, StandardCharsets.ISO_8859_1) + '$' + encode(digest);
    }

    private static byte[] begin(byte[] password, byte[] salt) {
        MessageDigest inner = md5();
        inner.update(password);
        inner.update(salt);
        inner.update(password);
        byte[] mixed = inner.digest();
        MessageDigest outer = md5();
        outer.update(password);
        outer.update(PREFIX.getBytes(StandardCharsets.ISO_8859_1));
        outer.update(salt);
        for (int left = password.length; left > 0; left -= mixed.length) {
            outer.update(mixed, 0, Math.min(left, mixed.length));
        }
        for (int bits = password.length; bits != 0; bits >>>= 1) {
            outer.update((bits & 1) != 0 || password.length == 0 ? 0 : password[0]);
        }
        return outer.digest();
    }

    private static String encode(byte[] digest) {
        StringBuilder text = new StringBuilder(22);
        for (int[] three : ORDER) {
            int bits = (digest[three[0]] & 0xff) << 16 | (digest[three[1]] & 0xff) << 8 | digest[three[2]] & 0xff;
            digits(text, bits, 4);
        }
        digits(text, digest[11] & 0xff, 2);
        return text.toString();
    }

    private static void digits(StringBuilder text, int bits, int count) {
        int rest = bits;
        for (int i = 0; i < count; i++) {
            text.append(DIGITS.charAt(rest & 63));
            rest >>>= 6;
        }
    }

    private static MessageDigest md5() {
        try {
            return MessageDigest.getInstance("MD5");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has MD5", e);
        }
    }
}
