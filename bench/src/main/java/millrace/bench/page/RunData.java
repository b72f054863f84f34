package millrace.bench.page;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import millrace.bench.load.Outcome;
import millrace.bench.measure.Distribution;
import millrace.bench.measure.Interval;

/** What the plots of a run are drawn from: seconds, milliseconds, counts. */
final class RunData {
    /** Rows of the heat map for each factor of ten. */
    private static final int ROWS_A_DECADE = 10;

    private static final int POINTS_A_DECADE = 16;
    private static final double MILLI = 1e6;
    private static final double SECOND = 1e9;

    private RunData() {}

    static Map<String, Object> of(Outcome outcome) {
        Map<String, Object> data = new LinkedHashMap<>();
        List<Interval> intervals = outcome.timeline().whole();
        data.put("from", intervals.stream().map(interval -> interval.fromNanos() / SECOND).toList());
        data.put("to", intervals.isEmpty() ? 0.0 : intervals.getLast().toNanos() / SECOND);
        data.put("rate", intervals.stream().map(interval -> round(interval.answersPerSecond())).toList());
        data.put("errors", intervals.stream().map(interval -> round(interval.errors() / interval.seconds())).toList());
        data.put("p50", intervals.stream().map(interval -> millis(interval, 50)).toList());
        data.put("p99", intervals.stream().map(interval -> millis(interval, 99)).toList());
        data.put("rowsADecade", ROWS_A_DECADE);
        data.put("cells", cells(intervals));
        data.put("percentiles", curve(outcome.latency()));
        if (!outcome.plan().model().isOpen()) {
            data.put("corrected", curve(outcome.corrected()));
        }
        return data;
    }

    private static double round(double value) {
        return Math.round(value * 10) / 10.0;
    }

    /** {@code null} where there was no answer: a gap in the line. */
    private static Double millis(Interval interval, double percentile) {
        Distribution times = interval.latency();
        return times.count() == 0 ? null : Double.valueOf(times.atPercentile(percentile) / MILLI);
    }

    /** Of each interval, row after row: its number and its count. A row is a tenth of a factor of ten, from a ms up. */
    private static List<List<Long>> cells(List<Interval> intervals) {
        List<List<Long>> columns = new ArrayList<>();
        for (Interval interval : intervals) {
            TreeMap<Long, Long> rows = new TreeMap<>();
            interval.latency().forEach((nanos, count) ->
                    rows.merge((long) Math.floor(Math.log10(nanos / MILLI) * ROWS_A_DECADE), count, Long::sum));
            List<Long> column = new ArrayList<>();
            rows.forEach((row, count) -> column.addAll(List.of(row, count)));
            columns.add(column);
        }
        return columns;
    }

    /** Points of {@code 1 / (1 − share)}, which is even on a logarithmic axis, and the milliseconds. */
    private static List<List<Double>> curve(Distribution times) {
        List<Double> shares = new ArrayList<>();
        List<Double> millis = new ArrayList<>();
        for (int i = 0; times.count() > 0; i++) {
            double one = Math.min(Math.pow(10, i / (double) POINTS_A_DECADE), times.count());
            shares.add(one);
            millis.add(Math.max(1, times.atPercentile(100 * (1 - 1 / one))) / MILLI);
            if (one >= times.count()) {
                break;
            }
        }
        return List.of(shares, millis);
    }
}
