package millrace.bench.capacity;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import millrace.bench.Bench;
import millrace.bench.capacity.Capacity.End;
import millrace.bench.capacity.Trial.Verdict;
import millrace.bench.load.Outcome;
import millrace.bench.measure.Distribution;
import millrace.bench.measure.Interval;
import millrace.bench.measure.Recorder;
import millrace.bench.measure.Timeline;
import millrace.bench.page.CapacityPage;
import millrace.http.HttpServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whole searches against real servers, with promises that the machine's own load cannot break or keep. */
@Timeout(120)
class LiveProbeTest {
    private static Capacity search(String url, Promise promise, double from, double to) {
        LiveProbe probe = new LiveProbe(() -> Bench.of(url).connections(4), promise, Duration.ofMillis(1),
                Duration.ofMillis(1000), run -> run.outcome().join(), () -> false);
        return new CapacitySearch(promise, from, to, 0.2, 1, probe, _ -> {}).run();
    }

    @Test
    void aPromiseThatAnyServerKeepsIsKeptAtTheHighestRate() throws IOException {
        try (HttpServer server = HttpServer.listen(0, (request, response) -> response.send("hello"))) {
            String url = "http://127.0.0.1:" + server.port() + "/";
            Capacity found = search(url, new Promise(50, Duration.ofMinutes(1).toNanos(), 0.5), 100, 200);
            assertEquals(End.HIGHEST, found.end(), found.verdict());
            assertEquals(200, found.rate());
            assertTrue(found.trials().getLast().p50Nanos() > 0);
            String page = new String(CapacityPage.of(found, url, "<b>"), UTF_8);
            assertTrue(page.contains("id=\"knee\"") && page.contains("&lt;b&gt;"));
        }
    }

    /** Intervals do not begin exactly when the server has settled: this one began a moment before that. */
    @Test
    void answersAreCountedOverTheTimeInWhichTheyCame() {
        Recorder recorder = new Recorder();
        recorder.answered(1_000_000, 200, true, true);
        Distribution one = recorder.totals().latency();
        long tenth = 100_000_000;
        Timeline timeline = Timeline.of(IntStream.range(0, 10)
                .mapToObj(i -> Interval.of(Math.max(0, i * tenth - 1), (i + 1) * tenth - 1, 1, 1, 0, 0, one))
                .toList());
        Outcome outcome = new Outcome(Bench.of("http://127.0.0.1/").rate(10).duration(Duration.ofSeconds(1)).plan(),
                Instant.EPOCH, 10 * tenth, recorder.totals(), List.of(), List.of(), List.of(), timeline);
        Trial trial = LiveProbe.judged(10, outcome, new Promise(99, tenth, 0), 5 * tenth);
        assertEquals(10, trial.answered(), 0.001);
    }

    @Test
    void aServerThatOnlyFailsKeepsNoPromise() throws IOException {
        List<Verdict> verdicts = new ArrayList<>();
        try (HttpServer server = HttpServer.listen(0, (request, response) -> response.status(503).send("no"))) {
            Capacity found = search("http://127.0.0.1:" + server.port() + "/",
                    new Promise(99, Duration.ofMinutes(1).toNanos(), 0.01), 20, 40);
            found.trials().forEach(trial -> verdicts.add(trial.verdict()));
            assertEquals(End.NEVER, found.end(), found.verdict());
        }
        assertTrue(verdicts.stream().allMatch(verdict -> verdict == Verdict.FAILING), verdicts::toString);
    }
}
