package millrace.offload.compress;

/**
 * How much may come out of a decompressor. A few bytes of input can stand for a thousand times as many.
 *
 * @param outputBytes as many may come out
 * @param ratio output may be so many times the input, above the first megabyte of output. DEFLATE's utmost is 1,032;
 *     text and logs stay below 100.
 */
public record DecompressionLimits(long outputBytes, int ratio) {
    /** Small documents often have a high ratio by right. */
    static final long RATIO_COUNTS_FROM = 1 << 20;

    public DecompressionLimits {
        if (outputBytes < 0 || ratio < 1) {
            throw new IllegalArgumentException("outputBytes " + outputBytes + ", ratio " + ratio);
        }
    }

    /** So many bytes, and at most 200 times the input. */
    public static DecompressionLimits ofBytes(long outputBytes) {
        return new DecompressionLimits(outputBytes, 200);
    }

    void check(long input, long output) throws DecompressionException {
        if (output > outputBytes) {
            throw new DecompressionException(DecompressionException.Reason.TOO_LARGE, "the limit of " + outputBytes
                    + " decompressed bytes is exceeded after " + input + " compressed ones; raise the limit when such"
                    + " input is meant to be accepted");
        }
        if (output > RATIO_COUNTS_FROM && output / ratio > input) {
            throw new DecompressionException(DecompressionException.Reason.TOO_LARGE, input + " compressed bytes became "
                    + output + ", more than " + ratio + " times as many (a decompression bomb?); raise the ratio when"
                    + " such input is meant to be accepted");
        }
    }
}
