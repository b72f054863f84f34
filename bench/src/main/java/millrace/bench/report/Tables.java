package millrace.bench.report;

import java.util.Map;
import java.util.function.DoubleFunction;
import java.util.function.ToLongFunction;
import millrace.bench.client.ErrorKind;
import millrace.bench.load.Model;
import millrace.bench.load.Outcome;
import millrace.bench.load.Plan;
import millrace.bench.measure.Distribution;
import millrace.bench.measure.Effort;
import millrace.bench.measure.Spread;
import millrace.bench.measure.Totals;

/** A report for people, at a terminal. */
public final class Tables {
    private static final double[] LATENCIES =
            {0.001, 0.01, 0.1, 1, 2.5, 10, 25, 50, 75, 90, 97.5, 99, 99.9, 99.99, 99.999};

    private static final int COLUMNS = 80;

    private Tables() {}

    /** What is about to be done. */
    public static String before(Plan plan, String title) {
        return (title == null ? "" : title + "\n") + "Running " + time(plan) + " @ " + plan.client().target().url() + "\n"
                + plan.model().describe(plan.connections())
                + (plan.client().pipelining() > 1 ? "; " + plan.client().pipelining() + " pipelined" : "")
                + (plan.loops() > 1 ? "; " + plan.loops() + " loops" : "") + "\n";
    }

    private static String time(Plan plan) {
        if (plan.durationNanos() == Long.MAX_VALUE) {
            return Figures.number(plan.amount()) + " requests";
        }
        String seconds = Figures.number(plan.durationNanos() / 1e9) + "s";
        boolean byIterations = plan.model() instanceof Model.Crowd crowd && crowd.iterations() != Long.MAX_VALUE;
        return byIterations ? "for at most " + seconds : seconds + " test";
    }

    /**
     * What came of it.
     *
     * @param allLatencies whether the whole row of percentiles is wanted
     * @param statuses whether a table of status codes is
     */
    public static String of(Outcome outcome, boolean allLatencies, boolean statuses) {
        StringBuilder text = new StringBuilder().append(latency(outcome)).append(rates(outcome));
        if (statuses) {
            Table table = new Table("Code", "Count");
            outcome.totals().statuses().forEach((code, count) -> table.row(code.toString(), count.toString()));
            text.append(table);
        }
        text.append("\nReq/Bytes counts sampled every ")
                .append(Figures.number(outcome.plan().sampleNanos() / 1e9))
                .append(" s. # of samples: ")
                .append(outcome.answered().size())
                .append("\n\n");
        if (allLatencies) {
            text.append(percentiles(outcome)).append('\n');
        }
        text.append(sums(outcome)).append(errors(outcome.totals()));
        Caveats.of(outcome).forEach(caveat -> sentence(text, caveat));
        return text.toString();
    }

    /** In lines that an ordinary terminal has room for; a word that is longer stays whole. */
    private static void sentence(StringBuilder text, String words) {
        int column = 1;
        text.append('!');
        for (String word : words.split(" ")) {
            if (column > 1 && column + 1 + word.length() > COLUMNS) {
                text.append("\n ");
                column = 1;
            }
            text.append(' ').append(word);
            column += 1 + word.length();
        }
        text.append('\n');
    }

    private static Table latency(Outcome outcome) {
        Table table = new Table("ms", "2.5%", "50%", "90%", "97.5%", "99%", "99.9%", "Avg", "Stdev", "Max");
        latency(table, "Latency", outcome.latency());
        if (!outcome.plan().model().isOpen()) {
            latency(table, "Corrected", outcome.corrected());
        }
        return table;
    }

    private static void latency(Table table, String name, Distribution times) {
        DoubleFunction<String> at = percentile -> Figures.milliseconds(times, times.atPercentile(percentile));
        table.row(name, at.apply(2.5), at.apply(50), at.apply(90), at.apply(97.5), at.apply(99), at.apply(99.9),
                Figures.milliseconds(times, times.meanNanos()), Figures.milliseconds(times, times.deviationNanos()),
                Figures.milliseconds(times, times.maxNanos()));
    }

    private static Table rates(Outcome outcome) {
        Table table = new Table("Stat", "1%", "2.5%", "50%", "97.5%", "Avg", "Stdev", "Min");
        row(table, "Req/s", Spread.of(outcome.answered()), Figures::number);
        row(table, "Read/s", Spread.of(outcome.bytes()), Figures::bytes);
        return table;
    }

    private static void row(Table table, String name, Spread spread, DoubleFunction<String> form) {
        table.row(name, form.apply(spread.atPercentile(1)), form.apply(spread.atPercentile(2.5)),
                form.apply(spread.atPercentile(50)), form.apply(spread.atPercentile(97.5)),
                form.apply(spread.mean()), form.apply(spread.deviation()), form.apply(spread.min()));
    }

    private static Table percentiles(Outcome outcome) {
        boolean open = outcome.plan().model().isOpen();
        Table table = open
                ? new Table("Percentile", "Latency (ms)")
                : new Table("Percentile", "Latency (ms)", "Corrected (ms)");
        Distribution corrected = outcome.corrected();
        for (double percentile : LATENCIES) {
            String name = percentile == Math.rint(percentile)
                    ? Integer.toString((int) percentile)
                    : Double.toString(percentile);
            String raw = Double.toString(Figures.millis(outcome.latency().atPercentile(percentile)));
            if (open) {
                table.row(name, raw);
            } else {
                table.row(name, raw, Double.toString(Figures.millis(corrected.atPercentile(percentile))));
            }
        }
        return table;
    }

    private static String sums(Outcome outcome) {
        Totals totals = outcome.totals();
        StringBuilder text = new StringBuilder();
        long bad = totals.answered() - totals.statusClass(2);
        if (bad > 0) {
            text.append(totals.statusClass(2)).append(" 2xx responses, ").append(bad).append(" non 2xx responses\n");
        }
        text.append(Figures.rough(totals.answered())).append(" requests in ").append(Figures.seconds(outcome.nanos()))
                .append(", ").append(Figures.bytes(totals.bytes())).append(" read\n");
        text.append(totals.sent()).append(" sent, ").append(totals.answered()).append(" answered");
        append(text, totals.discarded(), " sent again since the server closed before them");
        append(text, totals.unanswered(), " unanswered at the end");
        append(text, totals.missed(), " missed");
        if (totals.lag().count() > 0) {
            text.append("\nsent after the intended time by: p50 ").append(Figures.latency(totals.lag().p50()))
                    .append(", p99 ").append(Figures.latency(totals.lag().p99())).append(", max ")
                    .append(Figures.latency(totals.lag().maxNanos()));
        }
        double cpu = outcome.efforts().stream().mapToDouble(Effort::cpuNanos).sum();
        double share = outcome.efforts().stream().mapToDouble(Effort::cpuShare).max().orElse(0);
        text.append("\nthe load tester itself: ").append(Figures.percent(share)).append(" of a processor, ")
                .append(Figures.number(totals.answered() == 0 ? 0 : cpu / 1e3 / totals.answered()))
                .append(" µs a request;\nits loop was busy for p99 ")
                .append(Figures.latency(longest(outcome, Effort::turnP99Nanos))).append(", max ")
                .append(Figures.latency(longest(outcome, Effort::turnMaxNanos))).append(" at a stretch\n");
        return text.toString();
    }

    private static long longest(Outcome outcome, ToLongFunction<Effort> what) {
        return outcome.efforts().stream().mapToLong(what).max().orElse(0);
    }

    private static void append(StringBuilder text, long count, String what) {
        if (count > 0) {
            text.append(", ").append(count).append(what);
        }
    }

    private static String errors(Totals totals) {
        if (totals.allErrors() == 0) {
            return "";
        }
        StringBuilder text = new StringBuilder().append(totals.allErrors()).append(" errors:");
        for (Map.Entry<ErrorKind, Long> entry : totals.errors().entrySet()) {
            if (entry.getValue() > 0) {
                text.append(' ').append(entry.getValue()).append(' ').append(entry.getKey().word()).append(',');
            }
        }
        return text.deleteCharAt(text.length() - 1).append('\n').toString();
    }
}
