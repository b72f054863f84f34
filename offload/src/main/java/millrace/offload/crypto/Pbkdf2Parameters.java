package millrace.offload.crypto;

/**
 * PBKDF2 with HMAC. Source: RFC 8018 section 5.2. Where there is a choice, prefer {@link Argon2Parameters}: this one
 * costs an attacker with graphics cards little.
 *
 * @param digest the hash below the HMAC
 * @param iterations at least 1; of SHA-512 some 210,000 are advised for passwords (OWASP)
 */
public record Pbkdf2Parameters(Digest digest, int iterations) implements DerivationParameters {
    /** Hash functions, under the names of the JDK. */
    public enum Digest {
        SHA1("SHA-1", 20, 64),
        SHA256("SHA-256", 32, 64),
        SHA384("SHA-384", 48, 128),
        SHA512("SHA-512", 64, 128);

        final String algorithm;
        final int hashBytes;
        final int blockBytes;

        Digest(String algorithm, int hashBytes, int blockBytes) {
            this.algorithm = algorithm;
            this.hashBytes = hashBytes;
            this.blockBytes = blockBytes;
        }
    }

    public Pbkdf2Parameters {
        if (iterations < 1) {
            throw new IllegalArgumentException("PBKDF2 with " + iterations + " iterations: at least 1");
        }
    }

    @Override
    public long memoryBytes() {
        return 0;
    }

    @Override
    public long work(int keyLength) {
        return (long) iterations * Math.ceilDiv(keyLength, digest.hashBytes);
    }
}
