package millrace.bench.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import millrace.bench.measure.Interval;

/**
 * What is drawn from when runs are resampled: pieces of a run, each with its counts and its distribution as counts over
 * the cells that occur in any of them. The pieces of all sides are in one, so that they can change sides.
 */
final class Units {
    /** Neighbouring intervals resemble each other: those of a long run are put together to so many pieces. */
    private static final int MOST = 40;

    private final double[] seconds;
    private final double[] answered;
    private final double[] finished;
    private final double[] errors;
    private final double[][] counts;
    private final double[] cellNanos;

    private Units(List<List<Interval>> pieces) {
        int size = pieces.size();
        seconds = new double[size];
        answered = new double[size];
        finished = new double[size];
        errors = new double[size];
        List<TreeMap<Long, Long>> cells = new ArrayList<>();
        TreeMap<Long, Integer> places = new TreeMap<>();
        for (int i = 0; i < size; i++) {
            TreeMap<Long, Long> own = new TreeMap<>();
            for (Interval interval : pieces.get(i)) {
                seconds[i] += interval.seconds();
                answered[i] += interval.answered();
                finished[i] += interval.finished();
                errors[i] += interval.errors();
                interval.latency().forEach((nanos, count) -> own.merge(nanos, count, Long::sum));
            }
            own.keySet().forEach(nanos -> places.put(nanos, 0));
            cells.add(own);
        }
        cellNanos = places.keySet().stream().mapToDouble(Long::doubleValue).toArray();
        int place = 0;
        for (var entry : places.entrySet()) {
            entry.setValue(place++);
        }
        counts = new double[size][cellNanos.length];
        for (int i = 0; i < size; i++) {
            double[] row = counts[i];
            cells.get(i).forEach((nanos, count) -> row[places.get(nanos)] = count);
        }
    }

    /** The pieces of one side after those of the other. */
    static Units of(List<List<Interval>> pieces) {
        return new Units(pieces);
    }

    /** A run in pieces of a few neighbouring intervals. */
    static List<List<Interval>> pieces(List<Interval> intervals) {
        int length = Math.ceilDiv(Math.max(1, intervals.size()), MOST);
        List<List<Interval>> pieces = new ArrayList<>();
        for (int i = 0; i + length <= intervals.size(); i += length) {
            pieces.add(intervals.subList(i, i + length));
        }
        return pieces;
    }

    int size() {
        return seconds.length;
    }

    /**
     * What a run would show that consists of these pieces.
     *
     * @param weights how often each piece is in it
     * @return by {@link Metric#ordinal}; a ratio is a logarithm, and NaN where there is nothing to tell
     */
    double[] show(int[] weights) {
        double time = 0;
        double answers = 0;
        double ends = 0;
        double failures = 0;
        double[] sums = new double[cellNanos.length];
        double all = 0;
        for (int i = 0; i < weights.length; i++) {
            double weight = weights[i];
            if (weight > 0) {
                time += weight * seconds[i];
                answers += weight * answered[i];
                ends += weight * finished[i];
                failures += weight * errors[i];
                double[] row = counts[i];
                for (int cell = 0; cell < row.length; cell++) {
                    sums[cell] += weight * row[cell];
                }
            }
        }
        for (double sum : sums) {
            all += sum;
        }
        return new double[] {
            Math.log(answers / time), Math.log(quantile(sums, 0.5 * all)), Math.log(quantile(sums, 0.95 * all)),
            Math.log(quantile(sums, 0.99 * all)), ends == 0 ? 0 : failures / ends
        };
    }

    private double quantile(double[] sums, double rank) {
        double below = 0;
        for (int cell = 0; cell < sums.length; cell++) {
            below += sums[cell];
            if (below >= rank && below > 0) {
                return cellNanos[cell];
            }
        }
        return Double.NaN;
    }
}
