package millrace.bench.page;

import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleFunction;
import millrace.bench.load.Outcome;
import millrace.bench.load.Plan;
import millrace.bench.measure.Distribution;
import millrace.bench.measure.Totals;
import millrace.bench.report.Caveats;
import millrace.bench.report.Figures;
import millrace.bench.threshold.Verdict;

/** The page of a run. */
public final class RunPage {
    private static final double[] PERCENTILES = {50, 75, 90, 97.5, 99, 99.9, 99.99};

    private static final DateTimeFormatter WHEN =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private RunPage() {}

    /** @param title {@code null}: what was asked */
    public static byte[] of(Outcome outcome, String title) {
        return of(outcome, title, List.of());
    }

    /** The same with what was promised, and whether it was kept. */
    public static byte[] of(Outcome outcome, String title, List<Verdict> verdicts) {
        Plan plan = outcome.plan();
        Html contents = new Html();
        String url = plan.client().target().url();
        contents.raw("<header>").element("h1", title == null ? url : title);
        if (title != null) {
            contents.element("p class=\"url\"", url);
        }
        contents.element("p class=\"model\"", plan.model().describe(plan.connections()));
        contents.element("p class=\"when\"", WHEN.format(outcome.started()) + ", " + Figures.seconds(outcome.nanos()))
                .raw("</header>\n");
        tiles(contents, outcome);
        Page.caveats(contents, Caveats.of(outcome));
        contents.raw("<div class=\"plots\">\n");
        Page.plot(contents, "heat", "Latency over time", "Each column is an interval, each cell the answers that took so "
                + "long: the stronger its colour, the more. The lines are the interval's p50 and p99.");
        Page.plot(contents, "rate", "Rate and errors over time", "Complete answers a second, and failures.");
        Page.plot(contents, "curve", "Percentiles", isOpen(outcome)
                ? "So many per cent of the answers took so long or less, counted from when they were due."
                : "So many per cent of the answers took so long or less. Corrected: had they been asked for at a steady "
                        + "pace, also while the server was stuck.");
        contents.raw("</div>\n<div class=\"tables\">\n");
        latency(contents, outcome);
        counts(contents, outcome.totals());
        ScenarioPart.add(contents, outcome.totals(), verdicts);
        contents.raw("</div>\n");
        return Page.of(title == null ? url : title, contents, RunData.of(outcome));
    }

    private static boolean isOpen(Outcome outcome) {
        return outcome.plan().model().isOpen();
    }

    private static void tiles(Html contents, Outcome outcome) {
        contents.raw("<dl class=\"tiles\">\n");
        tile(contents, "answers a second", Figures.number(Math.rint(outcome.answersPerSecond())));
        tile(contents, "p50", Figures.latency(outcome.latency().p50()));
        tile(contents, "p99", Figures.latency(outcome.latency().p99()));
        tile(contents, "longest", Figures.latency(outcome.latency().maxNanos()));
        tile(contents, "errors", Figures.number(outcome.totals().allErrors()));
        contents.raw("</dl>\n");
    }

    private static void tile(Html contents, String name, String value) {
        contents.raw("<div>").element("dt", name).element("dd", value).raw("</div>\n");
    }

    private static void latency(Html contents, Outcome outcome) {
        List<List<String>> rows = new ArrayList<>();
        boolean corrected = !isOpen(outcome);
        rows.add(row(corrected, "", "Latency", "Corrected"));
        Distribution raw = outcome.latency();
        Distribution steady = outcome.corrected();
        for (double percentile : PERCENTILES) {
            String name = "p" + (percentile == Math.rint(percentile) ? (Object) (int) percentile : percentile);
            rows.add(both(corrected, name, raw, steady, times -> times.atPercentile(percentile)));
        }
        rows.add(both(corrected, "longest", raw, steady, Distribution::maxNanos));
        rows.add(both(corrected, "mean", raw, steady, Distribution::meanNanos));
        rows.add(both(corrected, "deviation", raw, steady, Distribution::deviationNanos));
        Page.table(contents, "Latency", rows);
    }

    private interface Figure {
        double of(Distribution times);
    }

    private static List<String> both(boolean two, String name, Distribution raw, Distribution steady, Figure figure) {
        DoubleFunction<String> form = Figures::latency;
        return row(two, name, form.apply(figure.of(raw)), form.apply(figure.of(steady)));
    }

    private static List<String> row(boolean two, String name, String first, String second) {
        return two ? List.of(name, first, second) : List.of(name, first);
    }

    private static void counts(Html contents, Totals totals) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("", "Count"));
        count(rows, "sent", totals.sent());
        count(rows, "answered", totals.answered());
        totals.statuses().forEach((status, count) -> count(rows, "status " + status, count));
        totals.errors().forEach((kind, count) -> count(rows, kind.word() + " errors", count));
        count(rows, "sent again, since the server closed before them", totals.discarded());
        count(rows, "unanswered at the end", totals.unanswered());
        count(rows, "missed", totals.missed());
        rows.removeIf(row -> row.get(1).equals("0") && !row.getFirst().equals("answered"));
        rows.add(List.of("read", Figures.bytes(totals.bytes())));
        Page.table(contents, "Counts", rows);
    }

    private static void count(List<List<String>> rows, String name, long count) {
        rows.add(List.of(name, Figures.number(count)));
    }
}
