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
 * which none takes V8 a second on any of some hundred attacks that were not made by the analyser.
 *
 * <p>{@code -Dmillrace.regex.node=true} runs each attack in Node as well, which takes minutes.
 */
class CorpusTest {
    private final RegexAnalyser analyser = RegexAnalyser.of(Options.defaults().withJdk(false));

    /** A line of a corpus; {@code verified} says how package and advisory were found to belong to the pattern. */
    private record Entry(String advisory, String source, String verified, String flags, String pattern) {
        static List<Entry> all(String name) throws IOException {
            try (InputStream input = CorpusTest.class.getResourceAsStream(name)) {
                return new String(input.readAllBytes(), StandardCharsets.UTF_8).lines()
                        .filter(line -> !line.startsWith("#")).map(line -> line.split("\t", 5))
                        .map(part -> new Entry(part[0], part[1], part[2], part[3], part[4])).toList();
            }
        }
    }

    private Verdict verdict(Entry entry) {
        return analyser.analyse(entry.pattern, entry.flags, Dialect.JAVASCRIPT);
    }

    private static boolean proven(Verdict verdict) {
        return verdict.dangerous() && !verdict.findings().isEmpty()
                && verdict.attack().ofLength(50_000).length() <= 50_000;
    }

    @Test
    void everyPublishedVulnerablePatternIsFoundWithAnAttack() throws IOException {
        List<Entry> entries = Entry.all("vulnerable.tsv");
        assertTrue(entries.stream().map(Entry::advisory).distinct().count() >= 60);
        List<String> missed = new ArrayList<>();
        for (Entry entry : entries) {
            assertTrue(entry.advisory.matches("CVE-\\d+-\\d+") && entry.verified.startsWith("record"), entry::toString);
            Verdict verdict = verdict(entry);
            if (!proven(verdict)) {
                missed.add(entry + " " + verdict);
            }
        }
        assertEquals(List.of(), missed);
    }

    @Test
    void everyPublishedVulnerableJavaPatternIsFoundAndTheJdkIsSlowOnAllButOne() throws IOException {
        List<String> missed = new ArrayList<>();
        List<String> spared = new ArrayList<>();
        for (Entry entry : Entry.all("vulnerable-java.tsv")) {
            Verdict verdict = analyser.analyse(entry.pattern, entry.flags, Dialect.JAVA);
            Verdict inTheJdk = RegexAnalyser.create().analyse(entry.pattern, entry.flags, Dialect.JAVA);
            if (!proven(verdict)) {
                missed.add(entry + " " + verdict);
            }
            if (!proven(inTheJdk)) {
                spared.add(entry.advisory);
            }
        }
        assertEquals(List.of(), missed);
        // This one hung the JDKs of its time. Now it overflows the stack long before it takes long.
        assertEquals(List.of("CVE-2021-31409"), spared);
    }

    @Test
    void atMostTwoPercentOfTheSafePatternsAreFalseAlarms() throws IOException {
        List<Entry> entries = Entry.all("safe.tsv");
        assertTrue(entries.size() >= 200);
        List<String> alarms = new ArrayList<>();
        for (Entry entry : entries) {
            Verdict verdict = verdict(entry);
            if (verdict.dangerous()) {
                alarms.add(entry + " " + verdict.attack());
            }
        }
        assertTrue(alarms.size() <= entries.size() * 0.02, alarms::toString);
    }

    @Test
    void nodeTakesMoreThanASecondForEachAttack() throws IOException {
        Optional<NodeTrial> node = NodeTrial.find();
        assumeTrue(Boolean.getBoolean("millrace.regex.node") && node.isPresent());
        List<String> quick = new ArrayList<>();
        for (Entry entry : Entry.all("vulnerable.tsv")) {
            Run run = node.get().run(entry.pattern, entry.flags, verdict(entry).attack(), 50_000,
                    Duration.ofSeconds(20));
            // Time of the processor: it does not matter how busy the machine is.
            if (run.timeNanos() < 1_000_000_000L) {
                quick.add(entry + " " + run);
            }
        }
        assertEquals(List.of(), quick);
    }
}
