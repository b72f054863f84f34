package millrace.bench;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import millrace.bench.client.ClientOptions;
import millrace.bench.client.ErrorKind;
import millrace.bench.client.Protocol;
import millrace.bench.client.Target;
import millrace.bench.load.Outcome;
import millrace.bench.load.Plan;
import millrace.bench.load.Run;
import millrace.bench.measure.Totals;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whatever a server does: each request is counted, under the right kind, and the run ends. */
@Timeout(120)
class BadServersTest {
    private static final String HELLO = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello";

    private static Totals against(CannedServer.Deed deed) throws IOException {
        try (CannedServer server = new CannedServer(deed)) {
            Outcome outcome = Bench.of(server.url()).connections(2).amount(6).timeout(Duration.ofSeconds(30)).run();
            Totals totals = outcome.totals();
            assertSums(totals);
            return totals;
        }
    }

    static void assertSums(Totals totals) {
        assertEquals(
                totals.sent(),
                totals.answered() + totals.errors(ErrorKind.RESET) + totals.errors(ErrorKind.TIMEOUT)
                        + totals.errors(ErrorKind.MALFORMED) + totals.discarded() + totals.unanswered(),
                () -> "every request is in one of the sums: " + totals);
    }

    private static void assertAll(ErrorKind kind, Totals totals) {
        assertEquals(6, totals.errors(kind), totals::toString);
        assertEquals(6, totals.allErrors(), totals::toString);
        assertEquals(0, totals.answered());
    }

    @Test
    void garbageIsMalformed() throws IOException {
        assertAll(ErrorKind.MALFORMED, against(CannedServer.answering("220 mail.example.org ESMTP\r\n\r\n")));
    }

    @Test
    void aConnectionClosedBeforeTheAnswerIsReset() throws IOException {
        assertAll(ErrorKind.RESET, against(client -> CannedServer.readHead(client.getInputStream())));
    }

    @Test
    void halfABodyIsReset() throws IOException {
        assertAll(ErrorKind.RESET, against(client -> {
            CannedServer.readHead(client.getInputStream());
            client.getOutputStream().write(HELLO.substring(0, HELLO.length() - 2).getBytes(ISO_8859_1));
        }));
    }

    @Test
    void anAbortedConnectionIsReset() throws IOException {
        assertAll(ErrorKind.RESET, against(client -> {
            CannedServer.readHead(client.getInputStream());
            client.setSoLinger(true, 0);
        }));
    }

    @Test
    void aServerThatNeverAnswersIsATimeout() throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        try (CannedServer server = new CannedServer(client -> over.await())) {
            Totals totals = Bench.of(server.url())
                    .connections(2)
                    .amount(4)
                    .timeout(Duration.ofMillis(50))
                    .run()
                    .totals();
            over.countDown();
            assertEquals(4, totals.errors(ErrorKind.TIMEOUT), totals::toString);
            assertEquals(4, totals.sent());
            assertSums(totals);
        }
    }

    @Test
    void oneThatNeverAnswersDoesNotHoldUpTheEnd() throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        try (CannedServer server = new CannedServer(client -> over.await())) {
            Totals totals = Bench.of(server.url())
                    .connections(3)
                    .duration(Duration.ofMillis(50))
                    .drain(Duration.ofMillis(50))
                    .run()
                    .totals();
            over.countDown();
            assertEquals(3, totals.unanswered(), totals::toString);
            assertSums(totals);
        }
    }

    @Test
    void anAnswerByteByByteIsAnAnswer() throws IOException {
        Totals totals = against(client -> {
            client.setTcpNoDelay(true);
            OutputStream out = client.getOutputStream();
            while (CannedServer.readHead(client.getInputStream())) {
                for (byte b : HELLO.getBytes(ISO_8859_1)) {
                    out.write(b);
                }
            }
        });
        assertEquals(6, totals.answered());
        assertEquals(0, totals.allErrors(), totals::toString);
    }

    @Test
    void oneByteAndThenNothingIsATimeoutAlsoIfBytesGoOnComing() throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        try (CannedServer server = new CannedServer(client -> {
            client.setTcpNoDelay(true);
            client.getOutputStream().write("HTTP/1.1 200 OK\r\n".getBytes(ISO_8859_1));
            while (over.getCount() > 0) {
                client.getOutputStream().write("X: y\r\n".getBytes(ISO_8859_1));
                Thread.yield();
            }
        })) {
            Totals totals =
                    Bench.of(server.url()).connections(1).amount(1).timeout(Duration.ofMillis(20)).run().totals();
            over.countDown();
            assertEquals(1, totals.errors(ErrorKind.TIMEOUT) + totals.errors(ErrorKind.MALFORMED), totals::toString);
            assertSums(totals);
        }
    }

    @Test
    void anAnswerWithoutLengthEndsWithItsConnection() throws IOException {
        Totals totals = against(client -> {
            CannedServer.readHead(client.getInputStream());
            client.getOutputStream().write("HTTP/1.0 200 OK\r\n\r\nsome text".getBytes(ISO_8859_1));
        });
        assertEquals(6, totals.answered(), totals::toString);
        assertEquals(0, totals.allErrors(), totals::toString);
    }

    @Test
    void badStatusesAndBodiesAreAnswersAllTheSame() throws IOException {
        Totals missing = against(CannedServer.answering("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"));
        assertEquals(6, missing.errors(ErrorKind.STATUS));
        assertEquals(6, missing.answered());
        assertEquals(6, missing.statuses().get(404));
        try (CannedServer server = new CannedServer(CannedServer.answering(HELLO))) {
            Totals checked = Bench.of(server.url()).amount(5).expectBody("hullo").run().totals();
            assertEquals(5, checked.errors(ErrorKind.CHECK));
            assertEquals(5, checked.answered());
        }
    }

    @Test
    void aSecondAnswerToOneRequestIsToldThoughAllWereAnswered() throws IOException {
        Totals totals = against(CannedServer.answering(HELLO + HELLO));
        assertEquals(6, totals.answered(), totals::toString);
        assertTrue(totals.errors(ErrorKind.UNASKED) > 0, totals::toString);
    }

    /** A name may have several addresses, and a server be at one of them. */
    @Test
    void allAddressesAreTriedBeforeThatIsAnError() throws Exception {
        try (ServerSocket gone = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                CannedServer server = new CannedServer(CannedServer.answering(HELLO))) {
            SocketAddress refusing = gone.getLocalSocketAddress();
            gone.close();
            Plan plan = Bench.of(server.url()).connections(2).amount(6).plan();
            ClientOptions usual = plan.client();
            Target target = usual.target();
            Target both = new Target(target.url(), false, target.name(), target.host(), target.path(), null,
                    List.of(refusing, refusing, target.addresses().getFirst()));
            ClientOptions client = new ClientOptions(
                    both, 1, usual.timeoutNanos(), Long.MAX_VALUE, Long.MAX_VALUE, null, null, Protocol.HTTP1, null);
            Totals totals = Run.start(plan.with(client)).outcome().join().totals();
            assertEquals(6, totals.answered(), totals::toString);
            assertEquals(0, totals.allErrors(), totals::toString);
        }
    }

    @Test
    void aClosedPortIsAConnectErrorForEachAndTheRunEnds() throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        Totals totals = Bench.of("http://127.0.0.1:" + port).connections(2).amount(4).run().totals();
        assertEquals(4, totals.errors(ErrorKind.CONNECT), totals::toString);
        assertEquals(0, totals.sent());
        assertTrue(totals.reasons().get(ErrorKind.CONNECT).contains("refused"), totals::toString);
    }

    @Test
    void bailoutEndsTheRunAfterSoManyFailures() throws IOException {
        try (CannedServer server =
                new CannedServer(CannedServer.answering("HTTP/1.1 503 No\r\nContent-Length: 0\r\n\r\n"))) {
            Totals totals = Bench.of(server.url())
                    .connections(1)
                    .duration(Duration.ofSeconds(60))
                    .bailout(7)
                    .run()
                    .totals();
            assertEquals(7, totals.errors(ErrorKind.STATUS), 1, totals::toString);
            assertSums(totals);
        }
    }

    /** Ends connections in order after five answers, with requests behind the last one. */
    private static final CannedServer.Deed FIVE_EACH = client -> {
        for (int i = 1; i <= 5 && CannedServer.readHead(client.getInputStream()); i++) {
            String last = i == 5 ? "Connection: close\r\n" : "";
            client.getOutputStream().write(HELLO.replace("Content", last + "Content").getBytes(ISO_8859_1));
        }
        client.shutdownOutput();
        client.getInputStream().readAllBytes();
    };

    @Test
    void whatWasSentBehindAnAnnouncedEndIsSentAgain() throws IOException {
        try (CannedServer server = new CannedServer(FIVE_EACH)) {
            Totals totals = Bench.of(server.url()).connections(2).pipelining(8).amount(200).run().totals();
            assertEquals(200, totals.answered(), totals::toString);
            assertEquals(0, totals.allErrors(), totals::toString);
            assertTrue(totals.discarded() > 0, totals::toString);
            assertSums(totals);
        }
    }

    /** Also by a plan: each of its requests is answered once, and its latency begins when it was due. */
    @Test
    void whatThePlanHadSentBehindAnEndIsNotForgotten() throws IOException {
        try (CannedServer server = new CannedServer(FIVE_EACH)) {
            Totals totals = Bench.of(server.url())
                    .connections(2)
                    .pipelining(8)
                    .rate(100_000)
                    .amount(200)
                    .run()
                    .totals();
            assertEquals(200, totals.answered(), totals::toString);
            assertTrue(totals.discarded() > 0, totals::toString);
            assertEquals(0, totals.missed(), totals::toString);
            assertSums(totals);
        }
    }
}
