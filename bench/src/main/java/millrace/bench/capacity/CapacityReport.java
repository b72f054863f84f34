package millrace.bench.capacity;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import millrace.bench.report.Figures;
import millrace.bench.report.Table;
import millrace.http.json.Json;

/** A search for people at a terminal, and for programs. */
public final class CapacityReport {
    private static final int LONGEST_BAR = 30;

    private CapacityReport() {}

    /** A trial that is over, in a line without its end. */
    public static String line(Trial trial, Promise promise) {
        return String.format(Locale.ROOT, "%10s requests a second: %s %s, %s errors: %s", Figures.number(trial.rate()),
                promise.name(), latency(trial.promisedNanos()), percent(trial.errorShare()), trial.verdict().words());
    }

    /** Table, plot and verdict. */
    public static String text(Capacity capacity) {
        Table table = new Table("Rate", "Answered", "p50", capacity.promise().name(), "Errors", "");
        for (Trial trial : capacity.byRate()) {
            table.row(Figures.number(trial.rate()), Figures.number(Math.rint(trial.answered())),
                    latency(trial.p50Nanos()), latency(trial.promisedNanos()), percent(trial.errorShare()),
                    trial.verdict().words());
        }
        return table + "\n" + plot(capacity) + "\n" + capacity.verdict() + "\n";
    }

    /** A bar for each trial, as long as the logarithm of its latency; a line stands where the promise is. */
    static String plot(Capacity capacity) {
        double promised = capacity.promise().nanos();
        double least = promised / 2;
        double most = promised * 2;
        for (Trial trial : capacity.trials()) {
            if (isKnown(trial)) {
                least = Math.min(least, trial.promisedNanos() / 2.0);
                most = Math.max(most, trial.promisedNanos());
            }
        }
        int mark = length(promised, least, most);
        StringBuilder text = new StringBuilder(String.format(Locale.ROOT, "%10s  %s, logarithmic; │ is the promise: %s%n",
                "rate", capacity.promise().name(), Figures.latency(promised)));
        for (Trial trial : capacity.byRate()) {
            int length = isKnown(trial) ? length(trial.promisedNanos(), least, most) : LONGEST_BAR;
            StringBuilder bar = new StringBuilder("█".repeat(length)).append(" ".repeat(LONGEST_BAR - length));
            bar.setCharAt(Math.min(mark, LONGEST_BAR - 1), '│');
            text.append(String.format(Locale.ROOT, "%10s  %s %s%n", Figures.number(trial.rate()), bar,
                    latency(trial.promisedNanos()) + (trial.isKept() ? "" : "  " + trial.verdict().words())));
        }
        return text.toString();
    }

    private static boolean isKnown(Trial trial) {
        return trial.promisedNanos() != Long.MAX_VALUE;
    }

    private static int length(double nanos, double least, double most) {
        return (int) Math.clamp(
                Math.round(Math.log(Math.max(1, nanos) / least) / Math.log(most / least) * LONGEST_BAR), 1, LONGEST_BAR);
    }

    static String latency(long nanos) {
        return nanos == Long.MAX_VALUE ? "never" : Figures.latency(nanos);
    }

    /** Such as {@code 0.12 %}. */
    public static String percent(double share) {
        return share == 0 ? "0 %" : String.format(Locale.ROOT, "%.3g %%", share * 100);
    }

    /** One line of JSON, without its end. Latencies are in milliseconds; {@code null} stands for never. */
    public static byte[] json(Capacity capacity, String url) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("url", url);
        json.put("promise", capacity.promise().toString());
        json.put("percentile", capacity.promise().percentile());
        json.put("latency", Figures.millis(capacity.promise().nanos()));
        json.put("rate", capacity.rate());
        json.put("end", capacity.end().name().toLowerCase(Locale.ROOT));
        json.put("verdict", capacity.verdict());
        json.put("trials", capacity.trials().stream().map(CapacityReport::trial).toList());
        return Json.bytes(json);
    }

    private static Map<String, Object> trial(Trial trial) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("rate", trial.rate());
        json.put("answered", Math.round(trial.answered() * 10) / 10.0);
        json.put("p50", Figures.millis(trial.p50Nanos()));
        json.put("promised", isKnown(trial) ? Figures.millis(trial.promisedNanos()) : null);
        json.put("errors", trial.errorShare());
        json.put("verdict", trial.verdict().name().toLowerCase(Locale.ROOT));
        return json;
    }
}
