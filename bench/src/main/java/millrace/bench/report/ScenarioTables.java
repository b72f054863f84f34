package millrace.bench.report;

import java.util.List;
import java.util.Map;
import millrace.bench.measure.Distribution;
import millrace.bench.measure.Tally;
import millrace.bench.measure.Totals;
import millrace.bench.threshold.Verdict;

/** What people read of a scenario, beside the figures of the whole: each request, each check, each threshold. */
public final class ScenarioTables {
    private ScenarioTables() {}

    /** @return empty when there is nothing of the kind */
    public static String of(Totals totals, List<Verdict> verdicts) {
        StringBuilder text = new StringBuilder();
        if (!totals.parts().isEmpty()) {
            text.append('\n').append(requests(totals)).append('\n');
            for (Map.Entry<String, Tally> tally : totals.tallies().entrySet()) {
                long all = tally.getValue().passed() + tally.getValue().failed();
                text.append(tally.getValue().failed() == 0 ? "  ok      " : "  FAILED  ")
                        .append(tally.getKey())
                        .append(": ")
                        .append(tally.getValue().passed())
                        .append(" of ")
                        .append(all)
                        .append('\n');
            }
        }
        if (!verdicts.isEmpty()) {
            text.append("\nThresholds:\n");
            verdicts.forEach(verdict -> text.append(verdict.kept() ? "  kept    " : "  BROKEN  ")
                    .append(verdict.threshold())
                    .append("   (")
                    .append(verdict.found())
                    .append(")\n"));
        }
        return text.toString();
    }

    private static Table requests(Totals totals) {
        Table table = new Table("Request, ms", "Answered", "Errors", "50%", "90%", "97.5%", "99%", "99.9%", "Max");
        totals.parts().forEach((name, part) -> {
            Distribution times = part.latency();
            table.row(name, Long.toString(part.answered()), Long.toString(part.allErrors()),
                    Figures.milliseconds(times, times.p50()), Figures.milliseconds(times, times.p90()),
                    Figures.milliseconds(times, times.atPercentile(97.5)), Figures.milliseconds(times, times.p99()),
                    Figures.milliseconds(times, times.p999()), Figures.milliseconds(times, times.maxNanos()));
        });
        return table;
    }
}
