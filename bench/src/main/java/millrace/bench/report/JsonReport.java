package millrace.bench.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleFunction;
import java.util.stream.Collectors;
import millrace.bench.client.ErrorKind;
import millrace.bench.load.Outcome;
import millrace.bench.load.Plan;
import millrace.bench.measure.Distribution;
import millrace.bench.measure.Effort;
import millrace.bench.measure.Interval;
import millrace.bench.measure.Spread;
import millrace.bench.measure.Totals;
import millrace.bench.threshold.Verdict;
import millrace.http.json.Json;

/**
 * A report for programs: the members that autocannon writes, with their meaning, and further ones for what it does not
 * know. Latencies are in milliseconds, with fractions.
 */
public final class JsonReport {
    private static final Map<String, Double> PERCENTILES = percentiles();

    private JsonReport() {}

    private static Map<String, Double> percentiles() {
        Map<String, Double> names = new LinkedHashMap<>();
        for (double percentile :
                new double[] {0.001, 0.01, 0.1, 1, 2.5, 10, 25, 50, 75, 90, 97.5, 99, 99.9, 99.99, 99.999}) {
            String text = percentile == Math.rint(percentile)
                    ? Integer.toString((int) percentile)
                    : Double.toString(percentile);
            names.put("p" + text.replace('.', '_'), percentile);
        }
        return names;
    }

    /** One line, without its end. */
    public static byte[] of(Outcome outcome, String title) {
        return of(outcome, title, List.of());
    }

    /** As {@link #of(Outcome, String)}, with what had to be kept. */
    public static byte[] of(Outcome outcome, String title, List<Verdict> verdicts) {
        Map<String, Object> json = members(outcome, title);
        ScenarioJson.add(outcome, verdicts, json);
        return Json.bytes(json);
    }

    private static Map<String, Object> members(Outcome outcome, String title) {
        Plan plan = outcome.plan();
        Totals totals = outcome.totals();
        Map<String, Object> json = new LinkedHashMap<>();
        if (title != null) {
            json.put("title", title);
        }
        json.put("url", plan.client().target().url());
        json.put("connections", plan.connections());
        json.put("sampleInt", plan.sampleNanos() / 1_000_000);
        json.put("pipelining", plan.client().pipelining());
        json.put("workers", plan.loops());
        json.put("duration", Math.round(outcome.nanos() / 1e7) / 100.0);
        json.put("samples", outcome.answered().size());
        json.put("start", outcome.started().toString());
        json.put("finish", outcome.started().plusNanos(outcome.nanos()).toString());
        counts(totals, json);
        json.put("latency", latency(outcome.latency()));
        json.put("requests", spread(Spread.of(outcome.answered()), totals.answered(), totals.sent()));
        json.put("throughput", spread(Spread.of(outcome.bytes()), totals.bytes(), -1));
        json.put("model", plan.model().describe(plan.connections()));
        json.put("correctedLatency", latency(outcome.corrected()));
        json.put("paceMs", Figures.millis(outcome.paceNanos()));
        json.put("lag", latency(totals.lag()));
        json.put("discarded", totals.discarded());
        json.put("unanswered", totals.unanswered());
        json.put("missed", totals.missed());
        json.put("waited", totals.waited());
        json.put("errorKinds", totals.errors().entrySet().stream()
                .collect(Collectors.toMap(
                        entry -> entry.getKey().word(), Map.Entry::getValue, Long::sum, LinkedHashMap::new)));
        json.put("generator", generator(outcome.efforts()));
        json.put("warnings", Caveats.of(outcome));
        json.put("intervals", outcome.timeline().whole().stream().map(JsonReport::interval).toList());
        outcome.timeline().rest().ifPresent(rest -> json.put("rest", interval(rest)));
        return json;
    }

    /** With its whole distribution, in HdrHistogram's form: {@code compare} reads it. */
    private static Map<String, Object> interval(Interval interval) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("from", interval.fromNanos() / 1e9);
        json.put("to", interval.toNanos() / 1e9);
        json.put("answers", interval.answered());
        json.put("finished", interval.finished());
        json.put("errors", interval.errors());
        json.put("bytes", interval.bytes());
        json.put("latencies", interval.latency().text());
        return json;
    }

    private static void counts(Totals totals, Map<String, Object> json) {
        json.put("errors", totals.errors(ErrorKind.CONNECT) + totals.errors(ErrorKind.TIMEOUT)
                + totals.errors(ErrorKind.MALFORMED));
        json.put("timeouts", totals.errors(ErrorKind.TIMEOUT));
        json.put("mismatches", totals.errors(ErrorKind.CHECK));
        json.put("non2xx", totals.answered() - totals.statusClass(2));
        json.put("resets", totals.errors(ErrorKind.RESET));
        for (int digit = 1; digit <= 5; digit++) {
            json.put(digit + "xx", totals.statusClass(digit));
        }
        Map<String, Object> statuses = new LinkedHashMap<>();
        totals.statuses().forEach((status, count) -> statuses.put(status.toString(), Map.of("count", count)));
        json.put("statusCodeStats", statuses);
    }

    static Map<String, Object> latency(Distribution times) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("average", Figures.millis(times.meanNanos()));
        json.put("mean", Figures.millis(times.meanNanos()));
        json.put("stddev", Figures.millis(times.deviationNanos()));
        json.put("min", Figures.millis(times.minNanos()));
        json.put("max", Figures.millis(times.maxNanos()));
        at(json, percentile -> Figures.millis(times.atPercentile(percentile)));
        json.put("totalCount", times.count());
        return json;
    }

    /** @param sent −1 where there is no such thing */
    private static Map<String, Object> spread(Spread spread, long total, long sent) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("average", Math.round(spread.mean() * 100) / 100.0);
        json.put("mean", Math.round(spread.mean() * 100) / 100.0);
        json.put("stddev", Math.round(spread.deviation() * 100) / 100.0);
        json.put("min", spread.min());
        json.put("max", spread.max());
        json.put("total", total);
        at(json, spread::atPercentile);
        if (sent >= 0) {
            json.put("sent", sent);
        }
        return json;
    }

    private static void at(Map<String, Object> json, DoubleFunction<Number> value) {
        PERCENTILES.forEach((name, percentile) -> json.put(name, value.apply(percentile)));
    }

    private static List<Map<String, Object>> generator(List<Effort> efforts) {
        return efforts.stream()
                .map(effort -> Map.<String, Object>of(
                        "cpuShare", Math.round(effort.cpuShare() * 1000) / 1000.0,
                        "delayShare", Math.round(effort.delayShare() * 1000) / 1000.0,
                        "cpuMs", Figures.millis(effort.cpuNanos()),
                        "loopDelayP99", Figures.millis(effort.turnP99Nanos()),
                        "loopDelayMax", Figures.millis(effort.turnMaxNanos())))
                .toList();
    }
}
