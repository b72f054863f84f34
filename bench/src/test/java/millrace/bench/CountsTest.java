package millrace.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import millrace.bench.load.Outcome;
import millrace.bench.load.Run;
import millrace.bench.measure.Totals;
import millrace.http.HttpServer;
import millrace.http.ServerOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the report says has been answered is what the server has counted. To the request. */
@Timeout(120)
class CountsTest {
    private final AtomicLong served = new AtomicLong();

    private HttpServer server() throws IOException {
        return HttpServer.listen(0, (request, response) -> {
            served.incrementAndGet();
            response.send("hello");
        });
    }

    private void assertExact(Outcome outcome) {
        Totals totals = outcome.totals();
        assertEquals(served.get(), totals.answered(), totals::toString);
        assertEquals(served.get(), totals.sent(), totals::toString);
        assertEquals(served.get(), totals.statusClass(2), totals::toString);
        assertEquals(served.get(), totals.latency().count(), totals::toString);
        assertEquals(0, totals.allErrors() + totals.unanswered() + totals.discarded(), totals::toString);
    }

    @ParameterizedTest
    @CsvSource({"1, 1, 1", "10, 1, 1", "3, 16, 1", "7, 5, 2", "1, 100, 1"})
    void aRunByTimeIsExact(int connections, int pipelining, int loops) throws IOException {
        try (HttpServer server = server()) {
            assertExact(bench(server)
                    .connections(connections)
                    .pipelining(pipelining)
                    .loops(loops)
                    .duration(Duration.ofMillis(300))
                    .run());
            assertTrue(served.get() > 0);
        }
    }

    @Test
    void bytesAreCountedUpToTheLastAnswer() throws IOException {
        String answer = "HTTP/1.1 200 OK\r\nContent-Length: 300000\r\n\r\n" + "b".repeat(300_000);
        try (CannedServer server = new CannedServer(CannedServer.answering(answer))) {
            Totals totals = Bench.of(server.url()).connections(3).amount(50).run().totals();
            assertEquals(50, totals.answered(), totals::toString);
            assertEquals(50L * answer.length(), totals.bytes(), totals::toString);
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 1, 1", "10, 1, 1", "3, 16, 1", "7, 5, 2", "50, 1, 3"})
    void aRunByAmountIsExact(int connections, int pipelining, int loops) throws IOException {
        try (HttpServer server = server()) {
            assertExact(bench(server)
                    .connections(connections)
                    .pipelining(pipelining)
                    .loops(loops)
                    .amount(1001)
                    .run());
            assertEquals(1001, served.get());
        }
    }

    @Test
    void anOpenRunSendsWhatItsPlanSays() throws IOException {
        try (HttpServer server = server()) {
            Outcome outcome = bench(server).connections(4).loops(2).rate(500).duration(Duration.ofSeconds(1)).run();
            Totals totals = outcome.totals();
            assertEquals(500, totals.sent() + totals.missed(), totals::toString);
            assertEquals(served.get(), totals.answered());
            assertEquals(totals.sent(), totals.lag().count());
        }
    }

    @Test
    void anOpenRunByAmountGoesOnUntilAllIsSent() throws IOException {
        try (HttpServer server = server()) {
            assertExact(bench(server).connections(2).rate(3000).amount(600).run());
            assertEquals(600, served.get());
        }
    }

    @Test
    void stagesAreSentAsPlanned() throws IOException {
        try (HttpServer server = server()) {
            Totals totals = bench(server)
                    .stage(Duration.ofMillis(500), 400)
                    .stage(Duration.ofMillis(500), 400)
                    .run()
                    .totals();
            assertEquals(300, totals.sent() + totals.missed(), totals::toString);
            assertEquals(served.get(), totals.answered());
        }
    }

    @Test
    void usersThinkBetweenRequests() throws IOException {
        try (HttpServer server = server()) {
            Outcome outcome = bench(server).users(20, Duration.ofMinutes(5)).duration(Duration.ofMillis(200)).run();
            assertExact(outcome);
            assertEquals(20, served.get());
        }
    }

    @Test
    void connectionsAreMadeAnewAfterAsManyRequestsAsWanted() throws IOException {
        try (HttpServer server = server()) {
            assertExact(bench(server).connections(2).pipelining(4).requestsPerConnection(3).amount(100).run());
        }
    }

    @Test
    void noClientSendsMoreThanItMayAndThenTheRunIsOver() throws IOException {
        try (HttpServer server = server()) {
            assertExact(bench(server)
                    .connections(7)
                    .loops(2)
                    .requestsPerClient(5)
                    .requestsPerConnection(2)
                    .duration(Duration.ofMinutes(10))
                    .run());
            assertEquals(35, served.get());
        }
    }

    @Test
    void everyRequestHasAnIdentifierOfItsOwn() throws IOException {
        Set<String> paths = ConcurrentHashMap.newKeySet();
        try (HttpServer server = HttpServer.listen(0, (request, response) -> {
            paths.add(request.path());
            response.send("hello");
        })) {
            Totals totals = Bench.of("http://127.0.0.1:" + server.port() + "/a/[<id>]/b")
                    .replaceIds()
                    .pipelining(3)
                    .amount(100)
                    .run()
                    .totals();
            assertEquals(100, totals.answered(), totals::toString);
            assertEquals(100, paths.size());
        }
    }

    @Test
    void aRunThatIsStoppedIsExactToo() throws IOException {
        try (HttpServer server = server()) {
            Run run = bench(server).connections(5).pipelining(3).duration(Duration.ofMinutes(10)).start();
            while (run.progress().answered() == 0) {
                Thread.onSpinWait();
            }
            run.stop();
            run.stop();
            assertExact(run.outcome().join());
            assertEquals(served.get(), run.progress().answered());
        }
    }

    @Test
    void aUnixSocketIsServedAsWell(@TempDir Path folder) throws IOException {
        Path socket = folder.resolve("s");
        try (HttpServer server = HttpServer.listen(
                UnixDomainSocketAddress.of(socket), ServerOptions.DEFAULT, (request, response) -> {
                    served.incrementAndGet();
                    response.send("hello");
                })) {
            assertExact(Bench.of("http://localhost/").socketPath(socket).amount(50).run());
            assertEquals(50, served.get());
        }
    }

    private static Bench bench(HttpServer server) {
        return Bench.of("http://127.0.0.1:" + server.port() + "/");
    }
}
