package millrace.offload.crypto;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;

/**
 * Hashes passwords for storage, as PHC strings ({@code $argon2id$v=19$m=19456,t=2,p=1$…}) that carry their parameters:
 * these may be raised at any time, and what was stored before still verifies. On the CPU pool, like
 * {@link KeyDerivation}. Any thread.
 *
 * <pre>{@code
 * hasher.verify(password, stored).thenAccept(right -> {
 *     if (right && hasher.needsRehash(stored)) …  // store hasher.hash(password) anew
 * });
 * }</pre>
 */
public final class PasswordHasher {
    private static final int SALT_BYTES = 16;
    private static final int HASH_BYTES = 32;

    private final KeyDerivation derivation;
    private final DerivationParameters parameters;

    private PasswordHasher(KeyDerivation derivation, DerivationParameters parameters) {
        this.derivation = derivation;
        this.parameters = parameters;
        // What has no string could never be verified: PBKDF2 with SHA-1, for one.
        PhcString.parse(new PhcString(parameters, new byte[SALT_BYTES], new byte[HASH_BYTES]).toString());
    }

    /** Hashes by Argon2id, as is advised today. */
    public static PasswordHasher recommended() {
        return of(KeyDerivation.shared(), Argon2Parameters.DEFAULT);
    }

    /**
     * Hashes with parameters of one's own.
     *
     * @throws IllegalArgumentException when the format has no place for them, or they are out of its range
     */
    public static PasswordHasher of(KeyDerivation derivation, DerivationParameters parameters) {
        return new PasswordHasher(derivation, parameters);
    }

    /** A new string to store, with a salt of its own. */
    public CompletableFuture<String> hash(CharSequence password) {
        return derivation.deriveSalted(
                utf8(password),
                SALT_BYTES,
                parameters,
                HASH_BYTES,
                (salt, hash) -> new PhcString(parameters, salt, hash).toString());
    }

    /**
     * Whether this is the password that a string was made of. The comparison takes the same time whatever is wrong.
     *
     * @return fails with an {@link IllegalArgumentException} when the string is none, or costs more than
     *     {@link KeyDerivation} allows
     */
    public CompletableFuture<Boolean> verify(CharSequence password, String stored) {
        PhcString expected;
        try {
            expected = PhcString.parse(stored);
        } catch (IllegalArgumentException e) {
            return CompletableFuture.failedFuture(e);
        }
        return derivation.derive(
                utf8(password),
                expected.salt(),
                expected.parameters(),
                expected.hash().length,
                (_, hash) -> MessageDigest.isEqual(hash, expected.hash()));
    }

    /**
     * Whether a string that has verified is made otherwise than {@link #hash} would now make it.
     *
     * @throws IllegalArgumentException when the string is none
     */
    public boolean needsRehash(String stored) {
        PhcString found = PhcString.parse(stored);
        return !found.parameters().equals(parameters)
                || found.salt().length < SALT_BYTES
                || found.hash().length < HASH_BYTES;
    }

    private static byte[] utf8(CharSequence text) {
        ByteBuffer encoded = StandardCharsets.UTF_8.encode(CharBuffer.wrap(text));
        byte[] bytes = new byte[encoded.remaining()];
        encoded.get(bytes);
        Arrays.fill(encoded.array(), (byte) 0);
        return bytes;
    }
}
