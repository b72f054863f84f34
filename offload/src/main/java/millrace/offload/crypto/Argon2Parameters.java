package millrace.offload.crypto;

/**
 * Argon2. Source: RFC 9106.
 *
 * @param variant for passwords {@link Variant#ID}
 * @param version {@link #VERSION}, or {@link #OLD_VERSION} for hashes from before 2016
 * @param memoryKib memory in KiB, at least 8 for each lane
 * @param iterations passes over it
 * @param parallelism lanes; they are computed one after the other here, by one thread
 */
public record Argon2Parameters(Variant variant, int version, int memoryKib, int iterations, int parallelism)
        implements DerivationParameters {
    /** The kinds, with the numbers that they are hashed under. */
    public enum Variant {
        /** Data-dependent: not for passwords, since memory accesses tell of them. */
        D,
        /** Data-independent. */
        I,
        /** Both in turn. */
        ID
    }

    public static final int VERSION = 0x13;
    public static final int OLD_VERSION = 0x10;

    /** 19 MiB, two passes: what OWASP advises for servers that check many passwords. */
    public static final Argon2Parameters DEFAULT = id(19 * 1024, 2, 1);

    private static final int LEAST_KIB_A_LANE = 8;
    private static final int MOST_LANES = (1 << 24) - 1;

    public Argon2Parameters {
        if (version != VERSION && version != OLD_VERSION) {
            throw new IllegalArgumentException("Argon2 of version " + version + ": there are 19 and 16");
        }
        if (iterations < 1 || parallelism < 1 || parallelism > MOST_LANES) {
            throw new IllegalArgumentException("Argon2 with t = " + iterations + " and p = " + parallelism
                    + ": both are at least 1, and p is below 2^24");
        }
        if (memoryKib < (long) LEAST_KIB_A_LANE * parallelism) {
            throw new IllegalArgumentException(
                    "Argon2 with m = " + memoryKib + " KiB: at least 8 for each of " + parallelism + " lanes");
        }
    }

    /** Argon2id of the present version. */
    public static Argon2Parameters id(int memoryKib, int iterations, int parallelism) {
        return new Argon2Parameters(Variant.ID, VERSION, memoryKib, iterations, parallelism);
    }

    @Override
    public long memoryBytes() {
        return memoryKib * 1024L;
    }

    @Override
    public long work(int keyLength) {
        return (long) memoryKib * iterations;
    }
}
