package millrace.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import millrace.bench.client.ErrorKind;
import millrace.bench.load.Run;
import millrace.bench.measure.Totals;
import millrace.http.HttpServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs by HTTP/2: counts are the server's own, and what goes wrong is counted for what it is. */
@Timeout(120)
class Http2Test {
    private final AtomicLong served = new AtomicLong();

    private HttpServer server() throws IOException {
        return HttpServer.listen(0, (request, response) -> {
            served.incrementAndGet();
            response.send("hello");
        });
    }

    private static Bench bench(HttpServer server) {
        return Bench.of("http://127.0.0.1:" + server.port() + "/").http2();
    }

    private void assertExact(Totals totals) {
        assertEquals(served.get(), totals.answered(), totals::toString);
        assertEquals(served.get(), totals.sent(), totals::toString);
        assertEquals(served.get(), totals.statusClass(2), totals::toString);
        assertEquals(0, totals.allErrors() + totals.unanswered() + totals.discarded(), totals::toString);
    }

    @ParameterizedTest
    @CsvSource({"1, 1, 1", "10, 1, 1", "3, 16, 1", "7, 5, 2", "1, 300, 1"})
    void countsAreExact(int connections, int streams, int loops) throws IOException {
        try (HttpServer server = server()) {
            Bench bench = bench(server).connections(connections).pipelining(streams).loops(loops).expectBody("hello");
            assertExact(bench.amount(1001).run().totals());
            assertEquals(1001, served.get());
            served.set(0);
            assertExact(bench.amount(Long.MAX_VALUE).duration(Duration.ofMillis(200)).run().totals());
        }
    }

    @Test
    void allModelsOfLoadAreThere() throws IOException {
        try (HttpServer server = server()) {
            Totals open = bench(server).connections(2).rate(2000).amount(400).run().totals();
            assertExact(open);
            assertEquals(400, open.lag().count());
            served.set(0);
            assertExact(bench(server).users(20, Duration.ofMillis(1)).amount(60).run().totals());
            assertEquals(60, served.get());
            served.set(0);
            assertExact(bench(server).connections(2).pipelining(4).requestsPerConnection(3).amount(100).run().totals());
            assertEquals(100, served.get());
        }
    }

    @Test
    void aRunThatIsStoppedIsExactToo() throws IOException {
        try (HttpServer server = server()) {
            Run run = bench(server).connections(5).pipelining(9).duration(Duration.ofMinutes(10)).start();
            while (run.progress().answered() == 0) {
                Thread.onSpinWait();
            }
            run.stop();
            assertExact(run.outcome().join().totals());
        }
    }

    @Test
    void largeAnswersAndLargeBodiesPassTheWindows() throws IOException {
        byte[] large = new byte[3_000_000];
        AtomicLong received = new AtomicLong();
        try (HttpServer server = HttpServer.listen(0, (request, response) ->
                request.bytes(1 << 20).thenAccept(body -> {
                    received.addAndGet(body.length);
                    response.send(large);
                }))) {
            Totals totals = bench(server).connections(2).pipelining(3).method("POST").body(new byte[400_000]).amount(12)
                    .run().totals();
            assertEquals(12, totals.statusClass(2), totals::toString);
            assertEquals(12 * 400_000, received.get());
            assertTrue(totals.bytes() >= 12L * large.length, totals::toString);
            assertEquals(0, totals.allErrors(), totals::toString);
        }
    }

    @Test
    void bytesAreCountedUpToTheLastAnswer() throws IOException {
        Totals totals = against(client -> {
            while (client.nextRequest()) {
                client.answer(client.stream);
            }
        });
        assertEquals(9 + 20 * 10, totals.bytes(), totals::toString); // Settings, and heads of one byte.
    }

    @Test
    void aServerThatTakesNoStreamsAtFirstIsAskedWhenItDoes() throws IOException {
        try (CannedServer server = new CannedServer(socket -> {
            CannedHttp2 client = new CannedHttp2(socket, "000006 0400 00000000 000300000000");
            assertTrue(client.nextOf(CannedHttp2.SETTINGS, CannedHttp2.ACK));
            client.frame(CannedHttp2.SETTINGS, 0, 0, "000300000002");
            while (client.nextRequest()) {
                client.answer(client.stream);
            }
        })) {
            Totals totals = Bench.of(server.url()).http2().connections(1).pipelining(4).amount(20).run().totals();
            assertEquals(20, totals.answered(), totals::toString);
        }
    }

    @Test
    void everyRequestHasAnIdentifierOfItsOwn() throws IOException {
        Set<String> paths = ConcurrentHashMap.newKeySet();
        try (HttpServer server = HttpServer.listen(0, (request, response) -> {
            paths.add(request.path());
            response.send("hello");
        })) {
            Totals totals = Bench.of("http://127.0.0.1:" + server.port() + "/a/[<id>]/b").http2().replaceIds()
                    .pipelining(3).amount(100).run().totals();
            assertEquals(100, totals.answered(), totals::toString);
            assertEquals(100, paths.size());
        }
    }

    private static Totals against(CannedHttp2.Deed deed) throws IOException {
        try (CannedServer server = CannedHttp2.server(deed)) {
            return CannedHttp2.bench(server).run().totals();
        }
    }

    @Test
    void aStreamThatIsResetIsOneErrorAndTheConnectionGoesOn() throws IOException {
        AtomicLong connections = new AtomicLong();
        Totals totals = against(client -> {
            connections.incrementAndGet();
            for (int i = 0; client.nextRequest(); i++) {
                if (i == 1) {
                    client.frame(3, 0, client.stream, "00000002");
                } else {
                    client.answer(client.stream);
                }
            }
        });
        assertEquals(1, totals.errors(ErrorKind.RESET), totals::toString);
        assertTrue(totals.reasons().get(ErrorKind.RESET).contains("INTERNAL_ERROR"), totals::toString);
        assertEquals(19, totals.answered(), totals::toString);
        assertEquals(1, connections.get());
    }

    @Test
    void answersMayComeInAnyOrderInPiecesAndWithTrailers() throws IOException {
        Totals totals = against(client -> {
            while (client.nextRequest()) {
                int first = client.stream;
                client.frame(6, 0, 0, "0102030405060708");
                client.frame(1, 0x4, first, "4803313033"); // 103 comes before the answer.
                if (first % 4 == 1 && client.nextRequest()) {
                    client.frame(1, 0x8, client.stream, "02 88 0000"); // Padded, and not at its end.
                    client.frame(9, 0x4, client.stream, "5c0135");
                    client.frame(0, 0x9, client.stream, "0168656c6c6f00");
                }
                client.frame(1, 0x4, first, "88");
                client.frame(0, 0, first, "68656c6c6f");
                client.frame(1, 0x5, first, "0001780179");
            }
        });
        assertEquals(20, totals.statusClass(2), totals::toString);
        assertEquals(0, totals.allErrors(), totals::toString);
    }

    @Test
    void aLateAnswerIsCancelledAndOthersAreNotDisturbed() throws IOException {
        try (CannedServer server = new CannedServer(socket -> {
            CannedHttp2 client = new CannedHttp2(socket);
            int never = -1;
            while (client.nextRequest()) {
                if (never < 0) {
                    never = client.stream;
                } else {
                    client.answer(client.stream);
                }
            }
        })) {
            Totals totals = Bench.of(server.url()).http2().connections(1).pipelining(2)
                    .timeout(Duration.ofSeconds(2)).drain(Duration.ofSeconds(60)).amount(50).run().totals();
            assertTrue(totals.errors(ErrorKind.TIMEOUT) > 0, totals::toString);
            assertEquals(totals.allErrors(), totals.errors(ErrorKind.TIMEOUT), totals::toString);
            assertEquals(50, totals.answered() + totals.errors(ErrorKind.TIMEOUT), totals::toString);
            assertTrue(totals.answered() > 0, totals::toString);
        }
    }

    /** What is sent in answer to a request, with S for its stream. */
    @ParameterizedTest
    @ValueSource(strings = {
        "000001 0105 S be", "000000 0904 S", "000001 0001 S 41", "000004 0504 S 00000002",
        "000004 0104 S 885c0132 000001 0001 S 41", "000003 0105 S 885c01", "000001 0104 S 88 000001 0104 S 88"
    })
    void whatIsNoAnswerIsMalformed(String hex) throws IOException {
        Totals totals = against(client -> {
            while (client.nextRequest()) {
                client.write(hex.replace("S", String.format("%08x", client.stream)));
            }
        });
        assertEquals(0, totals.answered(), totals::toString);
        assertTrue(totals.errors(ErrorKind.MALFORMED) > 0, totals::toString);
        assertEquals(totals.allErrors(), totals.errors(ErrorKind.MALFORMED), totals::toString);
    }

    @Test
    void anAnswerThatNobodyAskedForIsTold() throws IOException {
        Totals totals = against(client -> {
            if (client.nextRequest()) {
                client.answer(client.stream);
                client.answer(client.stream);
            }
            while (client.nextRequest()) {
                client.answer(client.stream);
            }
        });
        assertTrue(totals.errors(ErrorKind.UNASKED) > 0, totals::toString);
    }

    @Test
    void aServerThatSpeaksNoHttp2IsAConnectError() throws IOException {
        try (CannedServer server =
                new CannedServer(CannedServer.answering("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n"))) {
            Totals totals = Bench.of(server.url()).http2().connections(1).amount(2).run().totals();
            assertEquals(2, totals.errors(ErrorKind.CONNECT), totals::toString);
            assertEquals(0, totals.sent());
            assertTrue(totals.reasons().get(ErrorKind.CONNECT).contains("does not speak HTTP/2"), totals::toString);
        }
        CountDownLatch over = new CountDownLatch(1);
        try (CannedServer server = new CannedServer(_ -> over.await())) {
            Totals totals = Bench.of(server.url()).http2().connections(1).timeout(Duration.ofMillis(50)).amount(1).run()
                    .totals();
            assertEquals(1, totals.errors(ErrorKind.CONNECT), totals::toString);
            over.countDown();
        }
    }
}
