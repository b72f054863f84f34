package millrace.bench.threshold;

/**
 * Whether a threshold was kept.
 *
 * @param found what it was, for people
 */
public record Verdict(Threshold threshold, boolean kept, String found) {
    @Override
    public String toString() {
        return threshold + (kept ? " kept: " : " BROKEN: ") + found;
    }
}
