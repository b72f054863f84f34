package millrace.bench.measure;

import java.util.Arrays;
import java.util.Collection;

/** What a row of samples, such as the answers in each second, tells: exact, since all of them are kept. Immutable. */
public final class Spread {
    private final long[] sorted;

    private Spread(long[] sorted) {
        this.sorted = sorted;
    }

    public static Spread of(Collection<Long> samples) {
        return new Spread(samples.stream().mapToLong(Long::longValue).sorted().toArray());
    }

    public int count() {
        return sorted.length;
    }

    /** The smallest sample that at least so many per cent of all do not exceed. */
    public long atPercentile(double percentile) {
        if (sorted.length == 0) {
            return 0;
        }
        int rank = (int) Math.ceil(percentile / 100 * sorted.length);
        return sorted[Math.clamp(rank - 1L, 0, sorted.length - 1)];
    }

    public long min() {
        return sorted.length == 0 ? 0 : sorted[0];
    }

    public long max() {
        return sorted.length == 0 ? 0 : sorted[sorted.length - 1];
    }

    public double mean() {
        return Arrays.stream(sorted).average().orElse(0);
    }

    public double deviation() {
        double mean = mean();
        return Math.sqrt(Arrays.stream(sorted)
                .mapToDouble(sample -> (sample - mean) * (sample - mean))
                .average()
                .orElse(0));
    }
}
