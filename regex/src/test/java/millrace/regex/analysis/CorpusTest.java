package millrace.regex.analysis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import millrace.regex.analysis.Proof.Run;
import org.junit.jupiter.api.Test;

/**
 * Published patterns: those that advisories name, with the advisory and the package; and others of popular packages, of
 * which none takes V8 a second on any attack that was found.
 *
 * <p>{@code -Dmillrace.regex.node=true} runs each attack in Node as well, which takes minutes.
 */
class CorpusTest {
    private final RegexAnalyser analyser = RegexAnalyser.of(Options.defaults().withJdk(false));

    /** Advisory or file, package, flags, pattern. */
    private static List<String[]> corpus(String name) throws IOException {
        try (InputStream input = CorpusTest.class.getResourceAsStream(name)) {
            return new String(input.readAllBytes(), StandardCharsets.UTF_8).lines()
                    .filter(line -> !line.startsWith("#")).map(line -> line.split("\t", 4)).toList();
        }
    }

    private Verdict verdict(String[] entry) {
        return analyser.analyse(entry[3], entry[2], Dialect.JAVASCRIPT);
    }

    @Test
    void everyPublishedVulnerablePatternIsFoundWithAnAttack() throws IOException {
        List<String[]> entries = corpus("vulnerable.tsv");
        assertTrue(entries.size() >= 60);
        List<String> missed = new ArrayList<>();
        for (String[] entry : entries) {
            Verdict verdict = verdict(entry);
            boolean proven = verdict.dangerous() && !verdict.findings().isEmpty()
                    && verdict.attack().ofLength(50_000).length() <= 50_000;
            if (!proven) {
                missed.add(String.join(" ", entry) + " " + verdict);
            }
        }
        assertEquals(List.of(), missed);
    }

    @Test
    void atMostTwoPercentOfTheSafePatternsAreFalseAlarms() throws IOException {
        List<String[]> entries = corpus("safe.tsv");
        assertTrue(entries.size() >= 200);
        List<String> alarms = new ArrayList<>();
        for (String[] entry : entries) {
            Verdict verdict = verdict(entry);
            if (verdict.dangerous()) {
                alarms.add(String.join(" ", entry) + " " + verdict.attack());
            }
        }
        assertTrue(alarms.size() <= entries.size() * 0.02, alarms::toString);
    }

    @Test
    void nodeTakesMoreThanASecondForEachAttack() throws IOException {
        Optional<NodeTrial> node = NodeTrial.find();
        assumeTrue(Boolean.getBoolean("millrace.regex.node") && node.isPresent());
        List<String> quick = new ArrayList<>();
        for (String[] entry : corpus("vulnerable.tsv")) {
            Run run = node.get().run(entry[3], entry[2], verdict(entry).attack(), 50_000, Duration.ofSeconds(10));
            if (run.timeNanos() < 1_000_000_000L) {
                quick.add(String.join(" ", entry) + " " + run);
            }
        }
        assertEquals(List.of(), quick);
    }
}
