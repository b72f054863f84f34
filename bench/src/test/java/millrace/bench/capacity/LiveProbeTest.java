package millrace.bench.capacity;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import millrace.bench.Bench;
import millrace.bench.capacity.Capacity.End;
import millrace.bench.capacity.Trial.Verdict;
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
