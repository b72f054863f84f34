package millrace.lint.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import millrace.lint.blocking.BlockingFinding;
import millrace.lint.regex.RegexResult;
import millrace.lint.source.Facts;
import millrace.lint.source.Place;
import millrace.regex.analysis.Attack;
import millrace.regex.analysis.Cause;
import millrace.regex.analysis.Complexity;
import millrace.regex.analysis.Dialect;
import millrace.regex.analysis.Finding;
import millrace.regex.analysis.Proof;
import millrace.regex.analysis.Verdict;
import org.junit.jupiter.api.Test;

/** The members that the README promises, each with its path. */
class LintJsonTest {
    private static final Place PLACE = new Place("a.js", 3, 7);
    private static final List<Facts> PROBLEMS = List.of(Facts.problem(PLACE, "half a pair: \ud800"));

    private static Set<String> members(String json) throws IOException {
        Set<String> paths = new TreeSet<>();
        try (JsonParser parser = new JsonFactory().createParser(json)) {
            while (parser.nextToken() != null) {
                if (parser.currentToken() == JsonToken.FIELD_NAME) {
                    paths.add(parser.getParsingContext().pathAsPointer().toString().substring(1).replaceAll("/\\d+", "[]"));
                }
            }
        }
        return paths;
    }

    @Test
    void aDangerousPatternHasAllThatIsPromised() throws Exception {
        Proof.Run run = new Proof.Run(Proof.Engine.BACKTRACKING, 20, 1000, 5_000_000, Proof.Ending.STOPPED);
        Verdict verdict = new Verdict(Complexity.POLYNOMIAL, 2,
                List.of(new Finding(Cause.NESTED_QUANTIFIER, 0, 2, "because")),
                new Attack("\ud800", "a", "!", false), new Proof(true, List.of(run), "seen"));
        Facts.PatternText text = new Facts.PatternText("a+", "i", Dialect.JAVASCRIPT, PLACE);
        List<RegexResult> results = List.of(new RegexResult(text, verdict, null));
        assertEquals(
                new TreeSet<>(Set.of("version", "command", "summary", "summary/files", "summary/patterns",
                        "summary/dangerous", "summary/undecided", "summary/problems", "findings", "findings[]/file",
                        "findings[]/line", "findings[]/column", "findings[]/pattern", "findings[]/flags",
                        "findings[]/dialect", "findings[]/dangerous", "findings[]/verdict", "findings[]/degree",
                        "findings[]/reason", "findings[]/causes", "findings[]/causes[]/cause", "findings[]/causes[]/from",
                        "findings[]/causes[]/to", "findings[]/causes[]/sentence", "findings[]/attack",
                        "findings[]/attack/prefix", "findings[]/attack/pump", "findings[]/attack/suffix",
                        "findings[]/attack/whole", "findings[]/reproduce", "findings[]/measured",
                        "findings[]/measured[]/engine", "findings[]/measured[]/length", "findings[]/measured[]/steps",
                        "findings[]/measured[]/milliseconds", "findings[]/measured[]/ending", "problems",
                        "problems[]/file", "problems[]/line", "problems[]/column", "problems[]/reason")),
                members(LintJson.regex(results, results, 1, PROBLEMS)));
    }

    @Test
    void aBlockingCallHasAllThatIsPromised() throws Exception {
        BlockingFinding finding = new BlockingFinding(PLACE, "read", "fs.readFileSync", "fs.promises.readFile", false,
                "GET /", List.of(new BlockingFinding.Step("load", PLACE)));
        assertEquals(
                new TreeSet<>(Set.of("version", "command", "summary", "summary/files", "summary/handlers",
                        "summary/blocking", "summary/problems", "findings", "findings[]/file", "findings[]/line",
                        "findings[]/column", "findings[]/call", "findings[]/api", "findings[]/instead",
                        "findings[]/brief", "findings[]/handler", "findings[]/chain", "findings[]/chain[]/function",
                        "findings[]/chain[]/file", "findings[]/chain[]/line", "findings[]/chain[]/column", "problems")),
                members(LintJson.blocking(List.of(finding), 1, 1, List.of())));
    }
}
