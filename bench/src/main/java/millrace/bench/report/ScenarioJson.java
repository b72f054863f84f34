package millrace.bench.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import millrace.bench.load.Outcome;
import millrace.bench.threshold.Verdict;

/** The members of a report for programs that only scenarios and thresholds have. */
final class ScenarioJson {
    private ScenarioJson() {}

    static void add(Outcome outcome, List<Verdict> verdicts, Map<String, Object> json) {
        Map<String, Object> parts = new LinkedHashMap<>();
        outcome.totals().parts().forEach((name, part) -> {
            Map<String, Object> figures = new LinkedHashMap<>();
            figures.put("sent", part.sent());
            figures.put("answered", part.answered());
            figures.put("errors", part.allErrors());
            figures.put("latency", JsonReport.latency(part.latency()));
            parts.put(name, figures);
        });
        Map<String, Object> tallies = new LinkedHashMap<>();
        outcome.totals().tallies().forEach((what, tally) ->
                tallies.put(what, Map.of("passes", tally.passed(), "fails", tally.failed())));
        if (!parts.isEmpty()) {
            json.put("parts", parts);
            json.put("checks", tallies);
        }
        if (!verdicts.isEmpty()) {
            json.put("thresholds", verdicts.stream()
                    .map(verdict -> {
                        Map<String, Object> one = new LinkedHashMap<>();
                        one.put("threshold", verdict.threshold().toString());
                        one.put("ok", verdict.kept());
                        one.put("found", verdict.found());
                        return one;
                    })
                    .toList());
        }
    }
}
