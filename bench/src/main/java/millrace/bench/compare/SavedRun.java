package millrace.bench.compare;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import millrace.bench.measure.Distribution;
import millrace.bench.measure.Interval;
import millrace.http.json.Json;
import millrace.http.json.JsonException;
import millrace.http.json.JsonLimits;
import millrace.http.json.JsonObject;
import millrace.http.json.JsonString;
import millrace.http.json.JsonValue;

/**
 * A run as its JSON report has it. Immutable.
 *
 * @param model the model of load, as a phrase
 * @param answers all that came, those after the last interval included
 * @param warnings what its report warned of
 */
public record SavedRun(String url, String model, long answers, List<String> warnings, List<Interval> intervals) {
    /** As much as a run of any length writes, many times over. */
    private static final JsonLimits LIMITS =
            JsonLimits.TREE.withBytes(64L << 20).withMembers(10_000_000);

    private static final double SECOND_NANOS = 1e9;

    /**
     * The runs of a file: one document, or one in each line, as {@code bench -j} appends them.
     *
     * @throws IOException it cannot be read
     * @throws IllegalArgumentException it is no report: the sentence says why, and names the file
     */
    public static List<SavedRun> read(Path file) throws IOException {
        List<SavedRun> runs = new ArrayList<>();
        List<String> documents = Files.readString(file).lines().filter(line -> !line.isBlank()).toList();
        try {
            if (documents.size() > 1 && documents.stream().allMatch(line -> line.startsWith("{\""))) {
                for (String document : documents) {
                    runs.add(of(document.getBytes()));
                }
            } else {
                runs.add(of(Files.readAllBytes(file)));
            }
        } catch (JsonException | IllegalArgumentException | ArithmeticException e) {
            throw new IllegalArgumentException(file + " is no report of millrace bench: " + e.getMessage()
                    + ". Make one so: millrace bench -j URL > " + file, e);
        }
        return runs;
    }

    static SavedRun of(byte[] document) throws JsonException {
        if (!(Json.parse(document, LIMITS) instanceof JsonObject report)) {
            throw JsonException.invalid("it is JSON, but no object");
        }
        if (!report.has("intervals")) {
            throw JsonException.invalid("it has no intervals, as other programs' reports have none");
        }
        List<Interval> intervals = new ArrayList<>();
        for (JsonValue value : report.array("intervals").elements()) {
            if (!(value instanceof JsonObject interval)) {
                throw JsonException.invalid("an interval is no object");
            }
            intervals.add(interval(interval));
        }
        List<String> warnings = new ArrayList<>();
        for (JsonValue value : report.array("warnings").elements()) {
            if (value instanceof JsonString warning) {
                warnings.add(warning.text());
            }
        }
        return new SavedRun(report.string("url"), report.string("model"), count(report.object("requests"), "total"),
                List.copyOf(warnings), List.copyOf(intervals));
    }

    private static Interval interval(JsonObject json) throws JsonException {
        long from = Math.round(json.number("from") * SECOND_NANOS);
        long to = Math.round(json.number("to") * SECOND_NANOS);
        if (to <= from) {
            throw JsonException.invalid("an interval ends before it begins");
        }
        return Interval.of(from, to, count(json, "answers"), count(json, "finished"), count(json, "errors"),
                count(json, "bytes"), Distribution.ofText(json.string("latencies")));
    }

    private static long count(JsonObject json, String name) throws JsonException {
        return json.integer(name, 0, Long.MAX_VALUE);
    }
}
