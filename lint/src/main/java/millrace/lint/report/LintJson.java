package millrace.lint.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import millrace.lint.blocking.BlockingFinding;
import millrace.lint.regex.RegexResult;
import millrace.lint.regex.Reproduction;
import millrace.lint.source.Facts;
import millrace.lint.source.Place;
import millrace.regex.analysis.Attack;
import millrace.regex.analysis.Complexity;
import millrace.regex.analysis.Finding;
import millrace.regex.analysis.Proof;
import millrace.regex.analysis.Verdict;

/**
 * Findings for programs. Members are added as need arises; none changes its meaning while {@code version} is the same.
 */
public final class LintJson {
    private static final int VERSION = 1;
    // Attacks may hold half a surrogate pair, which UTF-8 has no form for.
    private static final JsonFactory JSON =
            JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    private final StringWriter text = new StringWriter();
    private final JsonGenerator json;

    private interface Body {
        void write() throws IOException;
    }

    private LintJson() throws IOException {
        json = JSON.createGenerator(text);
        json.setPrettyPrinter(new DefaultPrettyPrinter());
    }

    public static String regex(List<RegexResult> shown, List<RegexResult> all, int files, List<Facts> problems) {
        return document("regex", problems, writer -> {
            long undecided = all.stream()
                    .filter(each -> each.verdict() == null || each.verdict().complexity() == Complexity.UNKNOWN).count();
            writer.number("files", files);
            writer.number("patterns", all.size());
            writer.number("dangerous", all.stream().filter(RegexResult::dangerous).count());
            writer.number("undecided", undecided);
        }, writer -> {
            for (RegexResult each : shown) {
                writer.object(null, () -> writer.result(each));
            }
        });
    }

    public static String blocking(List<BlockingFinding> findings, int files, int handlers, List<Facts> problems) {
        return document("blocking", problems, writer -> {
            writer.number("files", files);
            writer.number("handlers", handlers);
            writer.number("blocking", findings.stream().filter(each -> !each.brief()).count());
        }, writer -> {
            for (BlockingFinding each : findings) {
                writer.object(null, () -> writer.finding(each));
            }
        });
    }

    private interface Part {
        void write(LintJson writer) throws IOException;
    }

    private static String document(String command, List<Facts> problems, Part summary, Part findings) {
        try {
            LintJson writer = new LintJson();
            writer.object(null, () -> {
                writer.number("version", VERSION);
                writer.json.writeStringField("command", command);
                writer.object("summary", () -> {
                    summary.write(writer);
                    writer.number("problems", problems.size());
                });
                writer.array("findings", () -> findings.write(writer));
                writer.array("problems", () -> {
                    for (Facts each : problems) {
                        writer.object(null, () -> {
                            writer.place(each.place());
                            writer.json.writeStringField("reason", each.problem());
                        });
                    }
                });
            });
            writer.json.close();
            return writer.text + "\n";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void result(RegexResult result) throws IOException {
        place(result.text().place());
        json.writeStringField("pattern", result.text().pattern());
        json.writeStringField("flags", result.text().flags());
        json.writeStringField("dialect", word(result.text().dialect()));
        json.writeBooleanField("dangerous", result.dangerous());
        Verdict verdict = result.verdict();
        json.writeStringField("verdict", verdict == null ? "unknown" : word(verdict.complexity()));
        if (verdict == null) {
            json.writeStringField("reason", result.problem());
            return;
        }
        number("degree", verdict.degree());
        json.writeStringField("reason", verdict.proof().reason());
        array("causes", () -> {
            for (Finding each : verdict.findings()) {
                object(null, () -> cause(each));
            }
        });
        if (verdict.attack() != null) {
            object("attack", () -> attack(verdict.attack()));
            json.writeStringField("reproduce", Reproduction.line(result.text(), verdict));
        }
        array("measured", () -> {
            for (Proof.Run each : verdict.proof().runs()) {
                object(null, () -> run(each));
            }
        });
    }

    private void cause(Finding finding) throws IOException {
        json.writeStringField("cause", word(finding.cause()));
        number("from", finding.from());
        number("to", finding.to());
        json.writeStringField("sentence", finding.sentence());
    }

    private void attack(Attack attack) throws IOException {
        json.writeStringField("prefix", attack.prefix());
        json.writeStringField("pump", attack.pump());
        json.writeStringField("suffix", attack.suffix());
        json.writeBooleanField("whole", attack.whole());
    }

    private void run(Proof.Run run) throws IOException {
        json.writeStringField("engine", word(run.engine()));
        number("length", run.length());
        if (run.steps() >= 0) {
            number("steps", run.steps());
        }
        json.writeNumberField("milliseconds", run.timeNanos() / 1_000_000.0);
        json.writeStringField("ending", word(run.ending()));
    }

    private void finding(BlockingFinding finding) throws IOException {
        place(finding.place());
        json.writeStringField("call", finding.call());
        json.writeStringField("api", finding.api());
        json.writeStringField("instead", finding.counterpart());
        json.writeBooleanField("brief", finding.brief());
        json.writeStringField("handler", finding.handler());
        array("chain", () -> {
            for (BlockingFinding.Step each : finding.chain()) {
                object(null, () -> {
                    json.writeStringField("function", each.function());
                    place(each.place());
                });
            }
        });
    }

    /** None for a pattern on the command line. */
    private void place(Place place) throws IOException {
        if (place != null) {
            json.writeStringField("file", place.file());
            number("line", place.line());
            number("column", place.column());
        }
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private void number(String name, long value) throws IOException {
        json.writeNumberField(name, value);
    }

    private void object(String name, Body body) throws IOException {
        if (name != null) {
            json.writeFieldName(name);
        }
        json.writeStartObject();
        body.write();
        json.writeEndObject();
    }

    private void array(String name, Body body) throws IOException {
        json.writeArrayFieldStart(name);
        body.write();
        json.writeEndArray();
    }
}
