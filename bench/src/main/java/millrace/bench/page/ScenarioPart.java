package millrace.bench.page;

import java.util.ArrayList;
import java.util.List;
import millrace.bench.measure.Distribution;
import millrace.bench.measure.Totals;
import millrace.bench.report.Figures;
import millrace.bench.threshold.Verdict;

/** What a page has of a scenario: each request, each check, each threshold. */
final class ScenarioPart {
    private ScenarioPart() {}

    static void add(Html contents, Totals totals, List<Verdict> verdicts) {
        if (!totals.parts().isEmpty()) {
            Page.table(contents, "Requests", requests(totals));
            List<List<String>> checks = new ArrayList<>();
            checks.add(List.of("", "Passed", "Failed"));
            totals.tallies().forEach((what, tally) ->
                    checks.add(List.of(what, Figures.number(tally.passed()), Figures.number(tally.failed()))));
            Page.table(contents, "Checks", checks);
        }
        if (!verdicts.isEmpty()) {
            List<List<String>> promises = new ArrayList<>();
            promises.add(List.of("", "", "Found"));
            verdicts.forEach(verdict -> promises.add(List.of(verdict.threshold().toString(),
                    verdict.kept() ? "kept" : "BROKEN", verdict.found())));
            Page.table(contents, "Thresholds", promises);
        }
    }

    private static List<List<String>> requests(Totals totals) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("", "Answered", "Errors", "p50", "p90", "p99", "p99.9", "longest"));
        totals.parts().forEach((name, part) -> {
            Distribution times = part.latency();
            rows.add(List.of(name, Figures.number(part.answered()), Figures.number(part.allErrors()),
                    Figures.latency(times.p50()), Figures.latency(times.p90()), Figures.latency(times.p99()),
                    Figures.latency(times.p999()), Figures.latency(times.maxNanos())));
        });
        return rows;
    }
}
