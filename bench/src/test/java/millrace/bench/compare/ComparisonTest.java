package millrace.bench.compare;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import millrace.bench.Bench;
import millrace.bench.compare.Comparison.Row;
import millrace.bench.load.Outcome;
import millrace.bench.measure.Interval;
import millrace.bench.measure.Recorder;
import millrace.bench.report.JsonReport;
import millrace.http.HttpServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Verdicts on runs that are made from seeds, so that it is known whether they differ. */
@Timeout(300)
class ComparisonTest {
    private static final long SECOND = 1_000_000_000;
    /** Bounds of 99 % need no more, and two hundred comparisons of 2,000 draws took minutes. */
    private static final int DRAWS = 400;

    /** Latencies are log-normal about 1 ms, rates about 200 a second, and a few fail. */
    private static SavedRun run(Random random, int intervals, double slower, double failing) {
        List<Interval> all = new ArrayList<>();
        for (int i = 0; i < intervals; i++) {
            Recorder recorder = new Recorder();
            int answers = 200 + (int) (10 * random.nextGaussian());
            int errors = 0;
            for (int n = 0; n < answers; n++) {
                boolean fails = random.nextDouble() < failing;
                errors += fails ? 1 : 0;
                recorder.answered((long) (slower * 1e6 * Math.exp(0.5 * random.nextGaussian())), 200, !fails, true);
            }
            all.add(Interval.of(i * SECOND, (i + 1) * SECOND, answers, answers, errors, 0, recorder.totals().latency()));
        }
        return new SavedRun("http://a/", "closed", 0, List.of(), all);
    }

    private static List<SavedRun> runs(Random random, int count, double slower, double failing) {
        // A run as a whole is a little faster or slower than the next, as in life.
        return IntStream.range(0, count)
                .mapToObj(_ -> run(random, 10, slower * Math.exp(0.05 * random.nextGaussian()), failing))
                .toList();
    }

    private static Row row(Comparison comparison, Metric metric) {
        return comparison.rows().get(metric.ordinal());
    }

    @Test
    void betweenEqualsNoDifferenceIsSeenInNineteenOfTwentySeeds() {
        int seen = 0;
        for (int seed = 0; seed < 100; seed++) {
            Random random = new Random(seed);
            Comparison comparison =
                    Comparison.of(List.of(run(random, 10, 1, 0.02)), List.of(run(random, 10, 1, 0.02)), seed, DRAWS);
            seen += comparison.isDifferenceSeen() ? 1 : 0;
        }
        assertTrue(seen <= 5, seen + " of 100 saw a difference where there is none");
    }

    @Test
    void betweenEqualsOfSeveralRunsToo() {
        int seen = 0;
        for (int seed = 0; seed < 100; seed++) {
            Random random = new Random(1000 + seed);
            seen += Comparison.of(runs(random, 3, 1, 0.02), runs(random, 3, 1, 0.02), seed).isDifferenceSeen() ? 1 : 0;
        }
        assertTrue(seen <= 5, seen + " of 100 saw a difference where there is none");
    }

    @Test
    void aThirdSlowerIsSeenAndBoundsHoldTheTruth() {
        int seen = 0;
        int held = 0;
        for (int seed = 0; seed < 25; seed++) {
            Random random = new Random(seed);
            Comparison comparison =
                    Comparison.of(List.of(run(random, 20, 1, 0.01)), List.of(run(random, 20, 1.33, 0.2)), seed, DRAWS);
            Row p50 = row(comparison, Metric.P50);
            seen += p50.isWorse() && row(comparison, Metric.ERRORS).isWorse() ? 1 : 0;
            held += p50.low() <= 0.33 && 0.33 <= p50.high() ? 1 : 0;
            assertFalse(p50.isBetter());
        }
        assertTrue(seen >= 24, seen + " of 25 saw it");
        assertTrue(held >= 23, held + " of 25 bounds hold the truth");
    }

    @Test
    void severalRunsShowWhatIsLargerThanTheirSpread() {
        Random random = new Random(5);
        Comparison comparison = Comparison.of(runs(random, 5, 1, 0), runs(random, 5, 0.5, 0), 1);
        assertTrue(comparison.byRuns());
        assertTrue(row(comparison, Metric.P50).isBetter() && row(comparison, Metric.P99).isBetter());
        assertTrue(ComparisonText.verdict(comparison).startsWith("B is better in p50 (-"));
    }

    @Test
    void theSameSeedGivesTheSameBounds() {
        List<SavedRun> one = List.of(run(new Random(1), 10, 1, 0));
        List<SavedRun> other = List.of(run(new Random(2), 10, 1.1, 0));
        assertEquals(Comparison.of(one, other, 3).rows(), Comparison.of(one, other, 3).rows());
    }

    @Test
    void whatIsTooShortIsNotCompared() {
        List<SavedRun> small = List.of(run(new Random(1), 4, 1, 0));
        assertTrue(assertThrows(IllegalArgumentException.class, () -> Comparison.of(small, small, 1))
                .getMessage()
                .contains("too short to compare: a side has 4 whole intervals"));
    }

    @Test
    void aRunWithoutAnyAnswerIsNoFault() {
        Interval empty = Interval.of(0, SECOND, 0, 3, 3, 0, new Recorder().totals().latency());
        List<SavedRun> dead = List.of(new SavedRun("http://a/", "closed", 0, List.of(), List.of(empty, empty, empty, empty, empty)));
        Comparison comparison = Comparison.of(dead, List.of(run(new Random(1), 10, 1, 0)), 1);
        assertTrue(row(comparison, Metric.ERRORS).isBetter());
        assertTrue(ComparisonText.of(comparison, "a", "b").contains("none"));
    }

    @Test
    void oneDeadRunOfSeveralIsNoDifference() {
        Random random = new Random(1);
        Interval empty = Interval.of(0, SECOND, 0, 3, 3, 0, new Recorder().totals().latency());
        SavedRun dead = new SavedRun("http://a/", "closed", 0, List.of(), List.of(empty));
        List<SavedRun> alive = runs(random, 3, 1, 0);
        List<SavedRun> mixed = List.of(alive.get(0), alive.get(1), dead);
        assertFalse(row(Comparison.of(mixed, alive, 1), Metric.RATE).seen());
        assertTrue(row(Comparison.of(List.of(dead, dead), alive, 1), Metric.RATE).isBetter());
    }

    /** What a histogram has put into one cell looks equal; two cells further on is no difference for two runs a side. */
    @Test
    void runsThatLookEqualAreNotKnownToBe() {
        assertFalse(row(Comparison.of(steady(1_000_000), steady(1_014_000), 1), Metric.P50).seen());
        assertTrue(row(Comparison.of(steady(1_000_000), steady(1_100_000), 1), Metric.P50).isWorse());
    }

    private static List<SavedRun> steady(long nanos) {
        Recorder recorder = new Recorder();
        recorder.answered(nanos, 200, true, true);
        Interval interval = Interval.of(0, SECOND, 1, 1, 0, 0, recorder.totals().latency());
        SavedRun run = new SavedRun("http://a/", "closed", 0, List.of(), List.of(interval));
        return List.of(run, run);
    }

    /** Bounds from tables of Student's distribution. */
    @Test
    void studentsBoundsAreThoseOfTheTables() {
        assertEquals(12.706, Student.bound(0.05, 1), 0.001);
        assertEquals(4.303, Student.bound(0.05, 2), 0.001);
        assertEquals(2.228, Student.bound(0.05, 10), 0.001);
        assertEquals(3.169, Student.bound(0.01, 10), 0.001);
        assertEquals(1.984, Student.bound(0.05, 100), 0.001);
    }

    @Test
    void aReportIsReadBackAsItWasWritten(@TempDir Path folder) throws IOException {
        Outcome outcome;
        try (HttpServer server = HttpServer.listen(0, (request, response) -> response.send("hello"))) {
            outcome = Bench.of("http://127.0.0.1:" + server.port() + "/")
                    .amount(2000)
                    .sampleInterval(Duration.ofMillis(5))
                    .run();
        }
        String line = new String(JsonReport.of(outcome, "{\"title"), UTF_8) + "\n";
        List<SavedRun> runs = SavedRun.read(Files.writeString(folder.resolve("runs"), line + line));
        assertEquals(2, runs.size());
        List<Interval> written = outcome.timeline().whole();
        List<Interval> read = runs.getFirst().intervals();
        assertEquals(written.size(), read.size());
        for (int i = 0; i < read.size(); i++) {
            assertEquals(written.get(i).fromNanos(), read.get(i).fromNanos());
            assertEquals(written.get(i).answered(), read.get(i).answered());
            assertEquals(written.get(i).finished(), read.get(i).finished());
            assertEquals(written.get(i).latency().p99(), read.get(i).latency().p99());
        }
        assertEquals(2000, runs.getFirst().answers());
        assertEquals(outcome.plan().client().target().url(), runs.getFirst().url());
    }

    @Test
    void otherFilesAreRefusedInASentence(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("file");
        for (String text : List.of("", "hello", "[]", "{}", "{\"url\":1}", "{\"requests\":{}}\n{\"a\":2}",
                "{\"intervals\":[1],\"warnings\":[],\"url\":\"\",\"model\":\"\",\"requests\":{\"total\":1}}",
                "{\"intervals\":[{\"from\":0,\"to\":1,\"answers\":1,\"finished\":1,\"errors\":0,\"bytes\":0,"
                        + "\"latencies\":\"x\"}],\"warnings\":[],\"url\":\"\",\"model\":\"\",\"requests\":{\"total\":1}}")) {
            Files.writeString(file, text);
            String message =
                    assertThrows(IllegalArgumentException.class, () -> SavedRun.read(file), text).getMessage();
            assertTrue(message.startsWith(file + " is no report of millrace bench: "), message);
        }
    }
}
