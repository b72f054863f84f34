package millrace.offload.crypto;

/**
 * scrypt. Source: RFC 7914.
 *
 * @param cost N: a power of two above 1 (and below 2<sup>16·r</sup>); 2<sup>17</sup> is advised for passwords (OWASP)
 * @param blockSize r: 8 as a rule
 * @param parallelization p
 */
public record ScryptParameters(int cost, int blockSize, int parallelization) implements DerivationParameters {
    /** The specification's bound of r · p. */
    private static final long MOST_BLOCKS = (1L << 30) - 1;

    private static final int BLOCK_BYTES = 128;

    public ScryptParameters {
        if (cost < 2 || Integer.bitCount(cost) != 1) {
            throw new IllegalArgumentException("scrypt with N = " + cost + ": a power of two above 1 is meant");
        }
        if (blockSize < 1 || parallelization < 1 || (long) blockSize * parallelization > MOST_BLOCKS) {
            throw new IllegalArgumentException("scrypt with r = " + blockSize + " and p = " + parallelization
                    + ": both are at least 1, and their product is below 2^30");
        }
        if (blockSize == 1 && cost >= 1 << 16) {
            throw new IllegalArgumentException("scrypt with r = 1 and N = " + cost + ": N is below 65536 then");
        }
    }

    @Override
    public long memoryBytes() {
        return (long) ((double) BLOCK_BYTES * blockSize * ((double) cost + parallelization)); // May be beyond a long.
    }

    @Override
    public long work(int keyLength) {
        return 2L * cost * blockSize * parallelization;
    }
}
