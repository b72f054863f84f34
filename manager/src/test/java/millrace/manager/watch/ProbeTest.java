package millrace.manager.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntUnaryOperator;
import millrace.manager.config.HealthConfig;
import millrace.os.Errno;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProbeTest {
    private static final long LONG_MILLIS = 60_000;

    private static final IntUnaryOperator NOT_SHARED = port -> -Errno.EADDRNOTAVAIL.number();

    private LoopThread loop;

    @BeforeEach
    void open() throws IOException {
        loop = new LoopThread();
    }

    @AfterEach
    void close() {
        loop.close();
    }

    private String ask(HealthConfig.Probe kind, String target, long timeoutMillis, Map<String, String> environment)
            throws Exception {
        HealthConfig config = new HealthConfig(kind, target, 1, timeoutMillis, 1, 0);
        return loop.await(() -> Probe.of(loop.loop(), config, Path.of("/"), environment, NOT_SHARED).ask(timeoutMillis));
    }

    /** Answers one connection with these bytes, in two pieces, and gives what was asked. */
    private static CompletableFuture<String> serve(ServerSocket server, String answer) {
        return CompletableFuture.supplyAsync(() -> {
            try (Socket client = server.accept()) {
                StringBuilder request = new StringBuilder();
                while (request.indexOf("\r\n\r\n") < 0) {
                    int c = client.getInputStream().read();
                    if (c < 0) {
                        break;
                    }
                    request.append((char) c);
                }
                for (byte b : answer.getBytes(StandardCharsets.US_ASCII)) {
                    client.getOutputStream().write(b);
                    client.getOutputStream().flush();
                }
                return request.toString();
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private static ServerSocket server() throws IOException {
        return new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
    }

    @Test
    void aGetAnsweredWithSuccessIsWell() throws Exception {
        try (ServerSocket server = server()) {
            CompletableFuture<String> request = serve(server, "HTTP/1.1 204 No Content\r\n\r\n");
            String url = "http://localhost:$PORT/health?deep=${DEEP}";
            Map<String, String> variables = Map.of("PORT", "" + server.getLocalPort(), "DEEP", "1");
            assertNull(ask(HealthConfig.Probe.HTTP, url, LONG_MILLIS, variables));
            assertTrue(request.get().startsWith("GET /health?deep=1 HTTP/1.1\r\nHost: 127.0.0.1:"), request.get());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "HTTP/1.1 302 Found,",
        "HTTP/1.0 200,",
        "HTTP/1.1 503 Service Unavailable, status 503 Service Unavailable",
        "HTTP/1.1 404 Not Found, status 404 Not Found",
        "SSH-2.0-OpenSSH, the answer is not HTTP",
        "'', the connection was closed without an answer"
    })
    void theStatusDecides(String line, String reason) throws Exception {
        try (ServerSocket server = server()) {
            CompletableFuture<String> request = serve(server, line.isEmpty() ? "" : line + "\r\n");
            assertEquals(reason, ask(
                    HealthConfig.Probe.HTTP, "http://127.0.0.1:" + server.getLocalPort(), LONG_MILLIS, Map.of()));
            assertTrue(request.get().startsWith("GET / HTTP/1.1\r\n"), request.get());
        }
    }

    @Test
    void whoDoesNotAnswerInTimeIsNotWell() throws Exception {
        try (ServerSocket silent = server()) {
            String port = Integer.toString(silent.getLocalPort());
            // Long enough for the connection to be there on a machine that is busy.
            assertEquals("no answer within 1000 ms",
                    ask(HealthConfig.Probe.HTTP, "http://127.0.0.1:" + port + "/", 1000, Map.of()));
            assertNull(ask(HealthConfig.Probe.TCP, "localhost:" + port, LONG_MILLIS, Map.of()));
            assertNull(ask(HealthConfig.Probe.TCP, port, LONG_MILLIS, Map.of()));
        }
    }

    @Test
    void whereNobodyListensNobodyIsWell() throws Exception {
        int port;
        try (ServerSocket server = server()) {
            port = server.getLocalPort();
        }
        for (HealthConfig.Probe kind : new HealthConfig.Probe[] {HealthConfig.Probe.HTTP, HealthConfig.Probe.TCP}) {
            String target = kind == HealthConfig.Probe.HTTP ? "http://127.0.0.1:" + port : "127.0.0.1:" + port;
            String reason = ask(kind, target, LONG_MILLIS, Map.of());
            assertTrue(reason.contains("connection refused"), reason);
        }
    }

    @Test
    void aCommandsExitCodeDecides() throws Exception {
        Map<String, String> environment = Map.of("PATH", System.getenv("PATH"), "WORD", "x");
        assertNull(ask(HealthConfig.Probe.COMMAND, "test $WORD = x", LONG_MILLIS, environment));
        assertEquals("the command ended with exit code 3",
                ask(HealthConfig.Probe.COMMAND, "exit 3", LONG_MILLIS, environment));
        assertEquals("the command took longer than 50 ms",
                ask(HealthConfig.Probe.COMMAND, "sleep 1000; true", 50, environment));
    }

    @Test
    void aTargetThatIsNoneIsNamed() {
        for (String target : new String[] {"https://x/", "http:///x", "http://x:99999/", "ftp://x"}) {
            String message = assertThrows(IllegalArgumentException.class,
                    () -> HttpProbe.of(loop.loop(), target, NOT_SHARED)).getMessage();
            assertTrue(message.startsWith("\""), message);
        }
        assertThrows(IllegalArgumentException.class, () -> TcpProbe.of(loop.loop(), "localhost"));
        assertEquals(new HostPort("::1", 80), HostPort.of("[::1]", 80));
        assertEquals("[::1]:8080", HostPort.of("[::1]:8080", 0).toString());
    }
}
