package millrace.bench.report;

import java.util.ArrayList;
import java.util.List;
import millrace.bench.client.ErrorKind;
import millrace.bench.load.Plan;
import millrace.bench.measure.Distribution;
import millrace.bench.measure.Totals;

/**
 * How a run goes: of each interval its own rate and latency, in a line, or in a few for a terminal of a known width. One
 * thread.
 */
public final class ProgressLine {
    private static final String BARS = "▁▂▃▄▅▆▇█";
    private static final int MOST_BARS = 20;
    private static final int MOST_KEPT = 500;
    private static final int LEAST_COLUMNS = 20;

    /** What is before the bars of a view. */
    private static final int LABELS = 44;

    private final Plan plan;
    private final List<Double> rates = new ArrayList<>();
    private final List<Double> slowest = new ArrayList<>();
    private Totals before;
    private Distribution recent;
    private long passedNanos;

    public ProgressLine(Plan plan) {
        this.plan = plan;
    }

    /**
     * The next line, without its end.
     *
     * @param nanos since the last one
     */
    public String next(Totals totals, long nanos) {
        passedNanos += nanos;
        long answers = totals.answered() - (before == null ? 0 : before.answered());
        recent = before == null ? totals.latency() : totals.latency().since(before.latency());
        before = totals;
        rates.add(nanos <= 0 ? 0 : answers * 1e9 / nanos);
        slowest.add((double) recent.p99());
        if (rates.size() > MOST_KEPT) {
            rates.removeFirst();
            slowest.removeFirst();
        }
        return part() + "  " + rate() + "  " + underWay() + " in flight  p50 " + Figures.latency(recent.p50()) + "  p99 "
                + Figures.latency(recent.p99()) + "  " + errors() + "  " + bars(rates, MOST_BARS);
    }

    /** The same for a terminal, in lines that are no longer than it is wide. After the first {@link #next}. */
    public List<String> view(int columns) {
        int width = Math.max(LEAST_COLUMNS, columns - 1);
        int wide = Math.max(0, width - LABELS);
        return List.of(
                cut(padded(part() + "  " + errors()) + done(wide), width),
                cut(padded(rate() + "  " + underWay() + " in flight") + bars(rates, wide), width),
                cut(padded("p99 " + Figures.latency(recent.p99()) + "  p50 " + Figures.latency(recent.p50()))
                        + bars(slowest, wide), width));
    }

    private static String padded(String label) {
        return label + " ".repeat(Math.max(2, LABELS - label.length()));
    }

    private static String cut(String text, int width) {
        return text.length() <= width ? text : text.substring(0, width);
    }

    private String done(int wide) {
        double share = plan.durationNanos() == Long.MAX_VALUE
                ? before.answered() / (double) plan.amount()
                : passedNanos / (double) plan.durationNanos();
        int full = (int) Math.round(Math.clamp(share, 0, 1) * wide);
        return "━".repeat(full) + "╌".repeat(wide - full);
    }

    private String rate() {
        return Figures.number(Math.rint(rates.getLast())) + " req/s";
    }

    private String errors() {
        return Figures.number(before.allErrors()) + " errors";
    }

    private long underWay() {
        return before.sent() - before.answered() - before.discarded() - before.unanswered()
                - before.errors(ErrorKind.RESET) - before.errors(ErrorKind.TIMEOUT)
                - before.errors(ErrorKind.MALFORMED);
    }

    private String part() {
        return plan.durationNanos() == Long.MAX_VALUE
                ? Figures.number(before.answered()) + "/" + Figures.number(plan.amount())
                : Figures.number(Math.rint(passedNanos / 1e9)) + "/"
                        + Figures.number(plan.durationNanos() / 1e9) + " s";
    }

    /** The last ones, as many as there is room for; the highest of these is a whole bar. */
    private static String bars(List<Double> values, int room) {
        List<Double> shown = values.subList(Math.max(0, values.size() - room), values.size());
        double most = shown.stream().mapToDouble(Double::doubleValue).max().orElse(0);
        StringBuilder text = new StringBuilder();
        for (double value : shown) {
            text.append(BARS.charAt(most == 0 ? 0 : (int) Math.round(value / most * (BARS.length() - 1))));
        }
        return text.toString();
    }
}
