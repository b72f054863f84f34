package millrace.bench.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A mistake in a scenario is told with its place, and with what is expected there. */
@Timeout(120)
class ScenarioReaderTest {
    @TempDir
    private Path folder;

    private String mistake(String yaml) {
        return assertThrows(ScenarioException.class, () -> Scenario.contents(yaml, folder, Map.of()), yaml).getMessage();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '#', quoteCharacter = '`', value = {
        "{request: [{get: /}]}                            # 1:2: unknown key \"request\" in a scenario; did you mean \"requests\"?",
        "{requests: [{get: /, chek: 1}]}                  # 1:22: unknown key \"chek\" in a step; did you mean \"check\"?",
        "{requests: [{get: /, check: {stauts: 200}}]}     # 1:30: unknown key \"stauts\" in a check; did you mean \"status\"?",
        "{requests: [{get: /, check: {status: ok}}]}      # 1:38: \"status\" takes a status such as 200",
        "{requests: [{get: /, check: {matches: '('}}]}    # 1:39: this is no regular expression",
        "{requests: [{get: /, check: {json: {a: 1}}}]}    # 1:37: a path into JSON is expected, such as $.items[0].id",
        "{requests: [{get: /, save: {a: $.b.}}]}          # 1:32: a path into JSON",
        "{requests: [{get: /, save: {user: $.b}}]}        # 1:29: \"user\" is no name for a value",
        "{requests: [{get: index}]}                       # 1:19: a path begins with /",
        "{requests: [{get: http://x/}]}                   # 1:19: a path begins with /",
        "{requests: [{get: /, post: /}]}                  # 1:13: a step has one of get, post",
        "{requests: [{name: a}]}                          # 1:13: a step has one of get, post",
        "{requests: [{sleep: 1s}]}                        # 1:12: a request is expected at least",
        "{requests: [{get: /}, {sleep: 1}]}               # 1:31: \"sleep\" takes a time, or two",
        "{requests: [{get: /}, {sleep: 2s..1s}]}          # 1:31: \"sleep\" takes a time, or two",
        "{requests: [{get: /}, {sleep: 1s, name: a}]}     # 1:24: a step that sleeps does nothing else",
        "{requests: [{get: '/${tokn}'}]}                  # 1:19: nothing is called ${tokn} here",
        "{requests: [{get: '/${'}]}                       # 1:19: \"${\" has no \"}\"",
        "{requests: [{get: '/${env.NOT_SET}'}]}           # 1:19: ${env.NOT_SET}: the environment has no NOT_SET",
        "{requests: [{post: /, body: a, json: 1}]}        # 1:32: a request has one body",
        "{requests: [{post: /, file: none.json}]}         # 1:29: the file none.json cannot be read",
        "{requests: [{get: /, headers: {a b: c}}]}        # 1:32: \"a b\" is no name of a header",
        "{requests: {}}                                   # 1:12: a step has one of",
        "{requests: []}                                   # 1:12: a request is expected at least",
    })
    void aMistakeInAStepNamesItsPlaceAndWhatIsExpected(String yaml, String sentence) {
        assertMistake(yaml, sentence);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '#', quoteCharacter = '`', value = {
        "{load: {users: 0}, requests: [{get: /}]}         # 1:16: \"users\" takes a whole number from 1 to 100000",
        "{load: {usrs: 1}, requests: [{get: /}]}          # 1:9: unknown key \"usrs\" in a load; did you mean \"users\"?",
        "{load: {duration: 30}, requests: [{get: /}]}     # 1:19: \"duration\" takes a time with its unit",
        "{load: {users: 1, connections: 1}, requests: []} # 1:9: \"users\" does not go with \"connections\"",
        "{load: {rate: 0}, requests: [{get: /}]}          # 1:9: at this rate nobody comes",
        "{load: {stages: []}, requests: [{get: /}]}       # 1:9: stages are a list",
        "{load: {stages: [{target: 1}]}, requests: []}    # 1:18: a stage needs \"duration\", such as duration: 30s",
        "{load: {connections: 1}, requests: [{sleep: 1s}]} # 1:38: connections ask again as soon as answered",
        "{load: 5, requests: [{get: /}]}                  # 1:8: a load is a mapping with some of connections",
        "{flows: [], requests: [{get: /}]}                # 1:13: \"requests\" does not go with \"flows\"",
        "{flows: [{wieght: 2}]}                           # 1:11: unknown key \"wieght\" in a flow; did you mean",
        "{data: {a: a.csv}, requests: [{get: /}]}         # 1:12: the file a.csv cannot be read",
        "{thresholds: [p99<50], requests: [{get: /}]}     # 1:15: \"p99<50\": a time needs its unit",
        "{thresholds: [p99=5ms], requests: [{get: /}]}    # 1:15: a threshold is a figure, < or >, and a limit",
        "{thresholds: ['hom: p99<1s'], requests: [{get: /, name: home}]} # 1:15: no request is called \"hom\"; did you mean \"home\"?",
        "{thresholds: [{hom: p99<1s}], requests: [{get: /, name: home}]} # 1:16: no request is called \"hom\"",
        "{cookies: maybe, requests: [{get: /}]}           # 1:11: \"cookies\" takes true or false",
        "{requests: [{get: /}], requests: []}             # 1:24: \"requests\" is there twice",
        "a: [                                             # this is no YAML",
        "[1, 2]                                           # 1:1: a scenario is a mapping",
        "just words                                       # 1:1: a scenario is a mapping",
    })
    void aMistakeElsewhereNamesItsPlaceAndWhatIsExpected(String yaml, String sentence) {
        assertMistake(yaml, sentence);
    }

    private void assertMistake(String yaml, String sentence) {
        String said = mistake(yaml);
        assertTrue(said.startsWith("scenario:1:"), said);
        assertTrue(said.contains(sentence), said);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "# nothing but words", "---\n"})
    void anEmptyFileIsAMistake(String yaml) {
        assertTrue(mistake(yaml).matches("scenario:\\d:1: .*noth.*"), mistake(yaml));
    }

    @Test
    void aScenarioThatIsNotThereIsToldWithHowToMakeOne(@TempDir Path folder) {
        Path file = folder.resolve("none.yaml");
        assertEquals("there is no scenario " + file + ": millrace bench init " + file + " writes one",
                assertThrows(ScenarioException.class, () -> Scenario.read(file)).getMessage());
    }

    @Test
    void thePlaceIsThatOfTheLine() {
        assertTrue(mistake("""
                requests:
                  - get: /
                    check:
                      stauts: 200
                """).startsWith("scenario:4:7: unknown key \"stauts\""));
    }

    @Test
    void anchorsAndMergesSayThingsOnce() {
        ScenarioReader.Contents contents = Scenario.contents("""
                requests:
                  - &first {get: /a, check: {status: 200}}
                  - {<<: *first, get: /b}
                """, folder, Map.of());
        assertEquals(2, contents.flows().getFirst().steps().size());
        assertEquals("GET /b", ((Step.Ask) contents.flows().getFirst().steps().get(1)).name());
    }

    @Test
    void aBombOfAliasesAndADeepHoleAreMistakes() {
        StringBuilder bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 10; i++) {
            bomb.append("a").append(i).append(": &a").append(i).append(" [")
                    .append(String.join(", ", Collections.nCopies(10, "*a" + (i - 1)))).append("]\n");
        }
        assertTrue(mistake(bomb.toString()).contains("aliases"), bomb::toString);
        assertTrue(mistake("[".repeat(5000)).contains("nested"), "deep");
        assertTrue(mistake("&a [*a]").contains("aliases"), "recursive");
    }

    @Test
    void aCsvFileWithAMistakeNamesItsLine() throws IOException {
        Files.writeString(folder.resolve("p.csv"), "a,b\n1,\"2\n2\"\n3\n");
        assertEquals("p.csv:4:1: the first line has 2 fields, and this one has 1",
                mistake("{data: {p: p.csv}, requests: [{get: /}]}"));
        Files.writeString(folder.resolve("p.csv"), "a,b\n1,\"2\n");
        assertTrue(mistake("{data: {p: p.csv}, requests: [{get: /}]}").contains("a quote has no end"));
        Files.writeString(folder.resolve("p.csv"), "a,b\n");
        assertTrue(mistake("{data: {p: p.csv}, requests: [{get: /}]}").contains("rows below"));
    }

    @Test
    void csvIsReadAsItIsWritten() {
        DataSet set = DataSet.parse("p", "\ufeffa,b\r\n\"x, \"\"y\"\"\n\",\r\n\n,z", "p.csv", false);
        assertEquals(List.of("a", "b"), set.columns());
        assertEquals(List.of(List.of("x, \"y\"\n", ""), List.of("", "z")), set.rows().stream().map(List::of).toList());
    }

    /** Whatever is done to a good scenario, it is read, or told with its place: nothing else is thrown. */
    @Test
    void nothingButAPlaceAndASentenceComesOfDamage() {
        Random random = new Random(20_261_123);
        String example = Scenario.example().replace("# ", "").replace("#   ", "");
        String[] bits = {"{", "}", "[", "]", ":", "- ", "\n", "  ", "&a ", "*a", "<<: ", "\"", "'", "${", "|", ">", "!!int ",
            "\t", "0", "-1", "1e99", ".inf", "~", "\u0000", "\ud800", "%", "?", ", ", "9999999999999999999", "$.", "p99<"};
        long end = System.nanoTime() + 5_000_000_000L;
        for (int i = 0; i < 20_000 && System.nanoTime() < end; i++) {
            StringBuilder text = new StringBuilder(random.nextBoolean() ? example : Scenario.example());
            for (int edit = random.nextInt(4); edit >= 0; edit--) {
                int at = random.nextInt(text.length());
                switch (random.nextInt(3)) {
                    case 0 -> text.insert(at, bits[random.nextInt(bits.length)]);
                    case 1 -> text.delete(at, Math.min(text.length(), at + 1 + random.nextInt(20)));
                    default -> text.replace(at, at + 1, bits[random.nextInt(bits.length)]);
                }
                text.append(text.isEmpty() ? "a" : "");
            }
            try {
                Scenario.contents(text.toString(), folder, Map.of());
            } catch (ScenarioException e) {
                assertTrue(e.getMessage().matches("(?s)\\S+:\\d+:\\d+: .+"), e::getMessage);
            }
        }
    }
}
