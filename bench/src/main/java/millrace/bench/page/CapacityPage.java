package millrace.bench.page;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import millrace.bench.capacity.Capacity;
import millrace.bench.capacity.CapacityReport;
import millrace.bench.capacity.Trial;
import millrace.bench.report.Figures;

/** The page of a search for capacity: the knee. */
public final class CapacityPage {
    private static final double MILLI = 1e6;

    private CapacityPage() {}

    /** @param title {@code null}: the URL */
    public static byte[] of(Capacity capacity, String url, String title) {
        Html contents = new Html();
        contents.raw("<header>").element("h1", title == null ? "Capacity of " + url : title);
        contents.element("p class=\"url\"", url);
        contents.element("p class=\"model\"", "open: requests come at a rate, whether or not the server keeps up; latency "
                + "counts from when a request was due").raw("</header>\n");
        contents.raw("<section class=\"verdict\">").text(capacity.verdict()).raw("</section>\n<div class=\"plots\">\n");
        Page.plot(contents, "knee", "Latency at each rate", "Each point is a trial. The dashed line is the promise: "
                + capacity.promise() + ".");
        contents.raw("</div>\n");
        Page.table(contents, "Trials", rows(capacity));
        return Page.of(title == null ? "Capacity of " + url : title, contents, Map.of("knee", data(capacity)));
    }

    private static List<List<String>> rows(Capacity capacity) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("Rate", "Promise", capacity.promise().name(), "p50", "Answered", "Errors"));
        for (Trial trial : capacity.byRate()) {
            rows.add(List.of(Figures.number(trial.rate()), trial.verdict().words(),
                    trial.promisedNanos() == Long.MAX_VALUE ? "never" : Figures.latency(trial.promisedNanos()),
                    Figures.latency(trial.p50Nanos()), Figures.number(Math.rint(trial.answered())),
                    CapacityReport.percent(trial.errorShare())));
        }
        return rows;
    }

    private static Map<String, Object> data(Capacity capacity) {
        List<Trial> trials = capacity.byRate();
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("name", capacity.promise().name());
        data.put("promise", capacity.promise().nanos() / MILLI);
        data.put("rate", trials.stream().map(Trial::rate).toList());
        data.put("p50", trials.stream().map(trial -> trial.p50Nanos() == 0 ? null : trial.p50Nanos() / MILLI).toList());
        data.put("promised", trials.stream()
                .map(trial -> trial.promisedNanos() == Long.MAX_VALUE ? null : trial.promisedNanos() / MILLI)
                .toList());
        return data;
    }
}
