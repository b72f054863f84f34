package millrace.bench.capacity;

/**
 * What came of asking at a rate.
 *
 * @param rate requests a second, as planned
 * @param answered complete answers a second
 * @param p50Nanos of the answers
 * @param promisedNanos the promised percentile, with requests that were never answered counted as slower than all;
 *     {@link Long#MAX_VALUE} when these alone are too many
 * @param errorShare of all that came to an end
 */
public record Trial(
        double rate, double answered, long p50Nanos, long promisedNanos, double errorShare, Verdict verdict) {
    /** What it says about the server. */
    public enum Verdict {
        KEPT("kept"),
        SLOW("too slow"),
        FAILING("too many errors"),
        /** Nothing: the load tester was late itself. */
        LIMITED("the load tester is late");

        private final String words;

        Verdict(String words) {
            this.words = words;
        }

        public String words() {
            return words;
        }
    }

    public boolean isKept() {
        return verdict == Verdict.KEPT;
    }
}
