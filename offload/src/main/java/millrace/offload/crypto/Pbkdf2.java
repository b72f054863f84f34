package millrace.offload.crypto;

import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * PBKDF2 straight on the JDK's hash functions, which the JVM computes with the CPU's instructions for them. The state
 * of each HMAC after its key is computed once and copied, so a round costs two blocks; the JDK's own PBKDF2 takes
 * nearly twice as long, and OpenSSL's a little longer. Any thread. Source: RFC 8018 section 5.2, RFC 2104.
 */
final class Pbkdf2 {
    private static final int INNER_PAD = 0x36;
    private static final int OUTER_PAD = 0x5c;

    private final MessageDigest inner;
    private final MessageDigest outer;
    private final byte[] block;

    private Pbkdf2(Pbkdf2Parameters.Digest digest, byte[] password) {
        this.inner = open(digest);
        this.outer = open(digest);
        this.block = new byte[digest.hashBytes];
        boolean tooLong = password.length > digest.blockBytes;
        byte[] key = Arrays.copyOf(tooLong ? inner.digest(password) : password, digest.blockBytes);
        begin(inner, key, INNER_PAD);
        begin(outer, key, OUTER_PAD);
        Arrays.fill(key, (byte) 0);
    }

    static byte[] derive(Pbkdf2Parameters parameters, byte[] password, byte[] salt, int keyLength) {
        return new Pbkdf2(parameters.digest(), password).key(salt, parameters.iterations(), keyLength);
    }

    private static MessageDigest open(Pbkdf2Parameters.Digest digest) {
        try {
            return MessageDigest.getInstance(digest.algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no " + digest.algorithm + ": see its java.security file", e);
        }
    }

    private static void begin(MessageDigest digest, byte[] key, int pad) {
        byte[] padded = new byte[key.length];
        for (int i = 0; i < key.length; i++) {
            padded[i] = (byte) (key[i] ^ pad);
        }
        digest.update(padded);
        Arrays.fill(padded, (byte) 0);
    }

    private byte[] key(byte[] salt, int iterations, int keyLength) {
        byte[] key = new byte[keyLength];
        byte[] first = Arrays.copyOf(salt, salt.length + Integer.BYTES);
        try {
            for (int at = 0, number = 1; at < keyLength; at += block.length, number++) {
                for (int i = 0; i < Integer.BYTES; i++) {
                    first[salt.length + i] = (byte) (number >> 8 * (3 - i));
                }
                byte[] sum = sum(first, iterations);
                System.arraycopy(sum, 0, key, at, Math.min(sum.length, keyLength - at));
            }
            return key;
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException(
                    "the provider of " + inner.getAlgorithm() + ", " + inner.getProvider()
                            + ", cannot copy its state: put SUN first in the java.security file",
                    e);
        } catch (DigestException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private byte[] sum(byte[] first, int iterations) throws CloneNotSupportedException, DigestException {
        hmac(first);
        byte[] sum = block.clone();
        for (int round = 1; round < iterations; round++) {
            hmac(block);
            for (int i = 0; i < sum.length; i++) {
                sum[i] ^= block[i];
            }
        }
        return sum;
    }

    /** Into the block. */
    private void hmac(byte[] message) throws CloneNotSupportedException, DigestException {
        finish(inner, message);
        finish(outer, block);
    }

    private void finish(MessageDigest begun, byte[] message)
            throws CloneNotSupportedException, DigestException {
        MessageDigest digest = (MessageDigest) begun.clone();
        digest.update(message);
        digest.digest(block, 0, block.length);
    }
}
