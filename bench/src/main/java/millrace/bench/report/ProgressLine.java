package millrace.bench.report;

import java.util.ArrayDeque;
import java.util.Deque;
import millrace.bench.client.ErrorKind;
import millrace.bench.load.Plan;
import millrace.bench.measure.Distribution;
import millrace.bench.measure.Totals;

/** How a run goes, in a line: of each interval its own rate and latency. One thread. */
public final class ProgressLine {
    private static final String BARS = "▁▂▃▄▅▆▇█";
    private static final int MOST_BARS = 20;

    private final Plan plan;
    private final Deque<Double> rates = new ArrayDeque<>();
    private Totals before;
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
        Distribution recent = before == null ? totals.latency() : totals.latency().since(before.latency());
        before = totals;
        double rate = nanos <= 0 ? 0 : answers * 1e9 / nanos;
        rates.add(rate);
        if (rates.size() > MOST_BARS) {
            rates.remove();
        }
        return part(totals) + "  " + Figures.number(Math.rint(rate)) + " req/s  " + underWay(totals)
                + " in flight  p50 " + Figures.latency(recent.p50()) + "  p99 " + Figures.latency(recent.p99()) + "  "
                + Figures.number(totals.allErrors()) + " errors  " + bars();
    }

    private static long underWay(Totals totals) {
        return totals.sent() - totals.answered() - totals.discarded() - totals.unanswered()
                - totals.errors(ErrorKind.RESET) - totals.errors(ErrorKind.TIMEOUT)
                - totals.errors(ErrorKind.MALFORMED);
    }

    private String part(Totals totals) {
        return plan.durationNanos() == Long.MAX_VALUE
                ? Figures.number(totals.answered()) + "/" + Figures.number(plan.amount())
                : Figures.number(Math.rint(passedNanos / 1e9)) + "/"
                        + Figures.number(plan.durationNanos() / 1e9) + " s";
    }

    private String bars() {
        double most = rates.stream().mapToDouble(Double::doubleValue).max().orElse(0);
        StringBuilder text = new StringBuilder();
        for (double rate : rates) {
            text.append(BARS.charAt(most == 0 ? 0 : (int) Math.round(rate / most * (BARS.length() - 1))));
        }
        return text.toString();
    }
}
