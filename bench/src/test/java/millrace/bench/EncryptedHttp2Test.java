package millrace.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import millrace.bench.measure.Totals;
import millrace.http.Handler;
import millrace.http.HttpServer;
import millrace.http.ServerOptions;
import millrace.http.ServerTls;
import millrace.http.websocket.WebSocket;
import millrace.http.websocket.WebSocketHandler;
import millrace.http.websocket.WebSocketUpgrade;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** HTTP/2 and WebSockets by TLS, against our own server: counts are its own. */
@Timeout(120)
class EncryptedHttp2Test {
    @TempDir
    static Path folder;

    private static ServerOptions encrypted;
    private final AtomicLong served = new AtomicLong();

    @BeforeAll
    static void makeCertificate() throws Exception {
        Assumptions.assumeTrue(Files.isExecutable(Path.of("/usr/bin/openssl")), "no command openssl");
        Path key = folder.resolve("server.key");
        Path certificate = folder.resolve("server.crt");
        EncryptedTest.openssl("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-subj",
                "/CN=localhost", "-days", "2", "-keyout", key.toString(), "-out", certificate.toString());
        encrypted = ServerOptions.DEFAULT.withTls(ServerTls.of(certificate, key));
    }

    private HttpServer server() throws IOException {
        return listen((request, response) -> {
            served.incrementAndGet();
            response.send("hello");
        });
    }

    private static HttpServer listen(Handler handler) throws IOException {
        return HttpServer.listen(new InetSocketAddress("localhost", 0), encrypted, handler);
    }

    private static Bench bench(String scheme, HttpServer server) {
        return Bench.of(scheme + "://localhost:" + server.port() + "/").connections(3);
    }

    private void assertExact(Totals totals) {
        assertEquals(served.get(), totals.answered(), totals::toString);
        assertEquals(served.get(), totals.sent(), totals::toString);
        assertEquals(served.get(), totals.statusClass(2), totals::toString);
        assertEquals(0, totals.allErrors() + totals.unanswered() + totals.discarded(), totals::toString);
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "HEAD", "POST"})
    void countsAreExactByHttp2(String method) throws IOException {
        try (HttpServer server = server()) {
            Bench bench = bench("https", server).http2().pipelining(7).method(method);
            assertExact(bench.amount(500).run().totals());
            assertEquals(500, served.get());
            assertExactByTime(bench.requestsPerConnection(11));
        }
    }

    /** By time, and with new connections. */
    private void assertExactByTime(Bench bench) {
        served.set(0);
        assertExact(bench.amount(Long.MAX_VALUE).duration(Duration.ofMillis(200)).run().totals());
    }

    @Test
    void echoesOfAnEncryptedWebSocketAreCountedExactly() throws IOException {
        WebSocketHandler echo = new WebSocketHandler() {
            @Override
            public void onText(WebSocket socket, String text) {
                served.incrementAndGet();
                socket.text(text);
            }
        };
        try (HttpServer server =
                listen((request, response) -> WebSocketUpgrade.DEFAULT.accept(request, response, echo))) {
            Bench bench = bench("wss", server).body("m".repeat(200)).pipelining(3);
            assertExact(bench.amount(500).run().totals());
            assertExactByTime(bench);
        }
    }
}
