package millrace.loop.pool;

import java.util.function.DoubleToLongFunction;

/** How long something took: quantiles in nanoseconds, to two digits or half a microsecond; all 0 when it never happened. */
public record Latencies(long count, long p50Nanos, long p90Nanos, long p99Nanos, long p999Nanos, long maxNanos) {

    /**
     * What a histogram knows.
     *
     * @param atPercentile the value below which so many per cent of all are, from 0 to 100
     */
    public static Latencies of(long count, DoubleToLongFunction atPercentile) {
        return new Latencies(
                count,
                atPercentile.applyAsLong(50),
                atPercentile.applyAsLong(90),
                atPercentile.applyAsLong(99),
                atPercentile.applyAsLong(99.9),
                atPercentile.applyAsLong(100));
    }
}
