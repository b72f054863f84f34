package millrace.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import millrace.bench.client.ErrorKind;
import millrace.bench.measure.Totals;
import millrace.bench.scenario.Scenario;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a server of HTTP/2 says it has not looked at is sent again, and is no failure. */
@Timeout(120)
class Http2RefusalsTest {
    private static Totals against(CannedHttp2.Deed deed) throws IOException {
        try (CannedServer server = CannedHttp2.server(deed)) {
            return CannedHttp2.bench(server).run().totals();
        }
    }

    @Test
    void aRefusedStreamIsSentAgainAndCountedApart() throws IOException {
        Totals totals = against(client -> {
            for (int i = 0; client.nextRequest(); i++) {
                if (i % 3 == 0) {
                    client.frame(3, 0, client.stream, "00000007");
                } else {
                    client.answer(client.stream);
                }
            }
        });
        assertEquals(20, totals.answered(), totals::toString);
        assertEquals(totals.sent(), totals.answered() + totals.discarded(), totals::toString);
        assertTrue(totals.discarded() >= 5, totals::toString);
        assertEquals(0, totals.allErrors(), totals::toString);
    }

    @Test
    void aServerThatRefusesEverythingIsAnErrorInTheEnd() throws IOException {
        Totals totals = against(client -> {
            while (client.nextRequest()) {
                client.frame(3, 0, client.stream, "00000007");
            }
        });
        assertEquals(20, totals.errors(ErrorKind.RESET), totals::toString);
        assertTrue(totals.reasons().get(ErrorKind.RESET).contains("REFUSED_STREAM"), totals::toString);
    }

    @Test
    void aServerThatTakesNoStreamsIsAnErrorInTheEnd() throws IOException {
        try (CannedServer server = new CannedServer(socket -> {
            CannedHttp2 client = new CannedHttp2(socket, "000006 0400 00000000 000300000000");
            untilItLeaves(client);
        })) {
            Totals totals = CannedHttp2.bench(server).timeout(Duration.ofSeconds(2)).amount(1).run().totals();
            assertEquals(1, totals.errors(ErrorKind.CONNECT), totals::toString);
            assertEquals(0, totals.sent(), totals::toString);
            assertTrue(totals.reasons().get(ErrorKind.CONNECT).contains("takes no streams"), totals::toString);
        }
    }

    @Test
    void aServerThatTakesNoStreamsAnyMoreIsAnErrorInTheEnd() throws IOException {
        try (CannedServer server = CannedHttp2.server(client -> {
            client.nextRequest();
            client.frame(CannedHttp2.SETTINGS, 0, 0, "000300000000");
            client.answer(client.stream);
            untilItLeaves(client);
        })) {
            Totals totals = CannedHttp2.bench(server).pipelining(1).timeout(Duration.ofSeconds(3)).amount(2).run().totals();
            assertEquals(1, totals.answered(), totals::toString);
            assertEquals(1, totals.errors(ErrorKind.CONNECT), totals::toString);
        }
    }

    private static void untilItLeaves(CannedHttp2 client) throws IOException {
        while (client.nextRequest()) {
            assertTrue(client.stream > 0); // On its way already.
        }
    }

    /** 13 is HTTP_1_1_REQUIRED; with 0 it may be a server that is being replaced, as long as it is not each time. */
    @ParameterizedTest
    @ValueSource(ints = {0, 13})
    void aServerThatLeavesWhateverItIsAskedIsAnErrorInTheEnd(int code) throws IOException {
        Totals totals;
        try (CannedServer server = CannedHttp2.server(client -> {
            client.frame(7, 0, 0, String.format("00000000%08x", code));
            untilItLeaves(client);
        })) {
            totals = CannedHttp2.bench(server).amount(2).run().totals();
        }
        assertEquals(0, totals.answered(), totals::toString);
        assertEquals(2, totals.errors(ErrorKind.CONNECT), totals::toString);
        assertTrue(totals.reasons().get(ErrorKind.CONNECT).contains("GOAWAY"), totals::toString);
    }

    /** As nginx does after a thousand requests. */
    @Test
    void whatIsBehindAGoawayIsSentAgainOnANewConnection() throws IOException {
        AtomicLong answered = new AtomicLong();
        Totals totals = against(client -> {
            for (int i = 0; i < 3 && client.nextRequest(); i++) {
                answered.incrementAndGet();
                client.answer(client.stream);
            }
            if (client.nextRequest()) {
                client.frame(7, 0, 0, String.format("%08x00000000", client.stream - 2));
            }
            while (client.nextRequest()) {
                assertTrue(client.stream > 5); // On its way already.
            }
        });
        assertEquals(20, totals.answered(), totals::toString);
        assertEquals(20, answered.get());
        assertEquals(totals.sent(), totals.answered() + totals.discarded(), totals::toString);
        assertEquals(0, totals.allErrors(), totals::toString);
    }

    @Test
    void aUserOfAScenarioAsksAgainWhatWasRefused() throws IOException {
        AtomicLong answered = new AtomicLong();
        try (CannedServer server = CannedHttp2.server(client -> {
            for (int i = 0; client.nextRequest(); i++) {
                if (i % 3 == 1) {
                    client.frame(3, 0, client.stream, "00000007");
                } else if (i == 6) {
                    client.frame(7, 0, 0, String.format("%08x00000000", client.stream - 2));
                } else {
                    answered.incrementAndGet();
                    client.answer(client.stream);
                }
            }
        })) {
            Scenario scenario = Scenario.of("""
                    load: {users: 2, iterations: 20}
                    requests:
                      - {get: /a, name: a}
                      - {get: /b, name: b}
                    """).url(server.url());
            Totals totals = scenario.onto(Bench.of(server.url()).http2().timeout(Duration.ofSeconds(60))).run().totals();
            assertEquals(40, totals.answered(), totals::toString);
            assertEquals(40, answered.get());
            assertEquals(20, totals.parts().get("b").answered(), totals::toString);
            assertEquals(totals.sent(), totals.answered() + totals.discarded(), totals::toString);
            assertEquals(20, totals.tallies().get("iterations").passed(), totals::toString);
            assertEquals(0, totals.allErrors(), totals::toString);
        }
    }
}
