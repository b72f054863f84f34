package millrace.bench.compare;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import millrace.bench.measure.Interval;

/**
 * A side against another: a row for each metric.
 *
 * @param byRuns whether whole runs were weighed, and not intervals
 */
public record Comparison(List<Row> rows, boolean byRuns) {
    /** All rows together are to be wrong in one of twenty comparisons of equals. */
    static final double CHANCE = 0.05 / Metric.values().length;

    private static final int DRAWS = 2_000;
    private static final int LEAST_PIECES = 5;

    /** A cell of a histogram is at most so wide; a smaller change of a percentile cannot be told. */
    private static final double RESOLUTION = Math.log(1 + 1 / 128.0);

    /**
     * One metric.
     *
     * @param before of the first side, as it is: a second, nanoseconds, a share
     * @param after of the other side
     * @param change from first to other: of ratios 0.1 means a tenth more; of errors the difference of shares
     * @param low the change is likely to be no smaller
     * @param high nor larger
     * @param seen whether chance alone hardly explains it
     */
    public record Row(Metric metric, double before, double after, double change, double low, double high, boolean seen) {
        /** Whether it is the better one of a difference that was seen. */
        public boolean isBetter() {
            return seen && change > 0 == metric.isMoreBetter();
        }

        public boolean isWorse() {
            return seen && change > 0 != metric.isMoreBetter();
        }
    }

    /**
     * Compares them.
     *
     * @param first runs of one kind
     * @param other runs of the other
     * @throws IllegalArgumentException when there is too little to tell
     */
    public static Comparison of(List<SavedRun> first, List<SavedRun> other, long seed) {
        return of(first, other, seed, DRAWS);
    }

    /** As {@link #of(List, List, long)}, with another number of draws: fewer make coarser bounds. */
    static Comparison of(List<SavedRun> first, List<SavedRun> other, long seed, int draws) {
        boolean byRuns = first.size() > 1 && other.size() > 1;
        List<List<Interval>> before = pieces(first, byRuns);
        List<List<Interval>> after = pieces(other, byRuns);
        int least = byRuns ? 2 : LEAST_PIECES;
        if (before.size() < least || after.size() < least) {
            if (byRuns) {
                throw new IllegalArgumentException("too short to compare: of a side's runs only "
                        + Math.min(before.size(), after.size()) + " lasted a whole interval, and 2 are the least. "
                        + "Run longer (-d), or note more often (-L)");
            }
            throw new IllegalArgumentException("too short to compare: a side has " + Math.min(before.size(), after.size())
                    + " whole intervals, and " + LEAST_PIECES + " are the least. Run longer (-d), or note more often (-L)");
        }
        List<List<Interval>> all = new ArrayList<>(before);
        all.addAll(after);
        Units units = Units.of(all);
        Change[] changes = byRuns
                ? Welch.of(units, before.size())
                : new Resampling(units, before.size(), new Random(seed), draws).changes();
        return new Comparison(rows(units, before.size(), changes), byRuns);
    }

    /** How far a metric has moved, in the terms of {@link Units#show}. */
    record Change(double middle, double low, double high, boolean byChance) {}

    private static List<List<Interval>> pieces(List<SavedRun> runs, boolean byRuns) {
        return byRuns
                ? runs.stream().map(SavedRun::intervals).filter(intervals -> !intervals.isEmpty()).toList()
                : runs.stream().flatMap(run -> Units.pieces(run.intervals()).stream()).toList();
    }

    private static List<Row> rows(Units units, int before, Change[] changes) {
        double[] one = units.show(weights(units, 0, before));
        double[] other = units.show(weights(units, before, units.size()));
        return Arrays.stream(Metric.values()).map(metric -> {
            int i = metric.ordinal();
            double blur = blur(metric);
            double low = changes[i].low() - blur;
            double high = changes[i].high() + blur;
            boolean seen = !changes[i].byChance() && (low > 0 || high < 0);
            return metric.isRatio()
                    ? new Row(metric, Math.exp(one[i]), Math.exp(other[i]), Math.expm1(changes[i].middle()),
                            Math.expm1(low), Math.expm1(high), seen)
                    : new Row(metric, one[i], other[i], changes[i].middle(), low, high, seen);
        }).toList();
    }

    /** How far apart logarithms may be that are of one cell of a histogram. */
    static double blur(Metric metric) {
        return metric.isPercentile() ? RESOLUTION : 0;
    }

    private static int[] weights(Units units, int from, int to) {
        return IntStream.range(0, units.size()).map(i -> i >= from && i < to ? 1 : 0).toArray();
    }

    public boolean isDifferenceSeen() {
        return rows.stream().anyMatch(Row::seen);
    }
}
