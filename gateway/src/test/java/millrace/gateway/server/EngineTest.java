package millrace.gateway.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import millrace.gateway.config.Feature;
import millrace.gateway.exchange.BodyReader;
import millrace.gateway.exchange.Exchange;
import millrace.gateway.exchange.Phase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class EngineTest {
    @TempDir
    Path folder;

    private TestGateway gateway;

    /** Answers by path, so that the engine can be tested without any other feature. */
    private static final Feature ANSWERS = registry -> {
        registry.phase(Phase.CONTENT, EngineTest::answer);
        registry.phase(Phase.ACCESS, x -> x.uri().is("/forbidden") ? 403 : Phase.NEXT);
    };

    private static int answer(Exchange x) {
        byte[] hello = "hello".getBytes();
        if (x.uri().is("/hello")) {
            x.reply().sendWhole(200, "text/plain", hello);
            return Phase.DONE;
        }
        if (x.uri().is("/stream")) {
            x.reply().send();
            x.reply().write(hello, 0, 2);
            x.reply().write(hello, 2, 3);
            x.reply().end();
            return Phase.DONE;
        }
        if (x.uri().is("/later")) {
            x.loop().events().execute(() -> x.reply().sendWhole(200, "text/plain", hello));
            return Phase.WAIT;
        }
        if (x.uri().is("/echo")) {
            x.readBody(new Echo());
            return Phase.WAIT;
        }
        if (x.uri().is("/redirect")) {
            x.redirect("/hello", null);
            return Phase.DONE;
        }
        return x.uri().is("/cycle") ? cycle(x) : Phase.NEXT;
    }

    private static int cycle(Exchange x) {
        x.redirect("/cycle", null);
        return Phase.DONE;
    }

    private static final class Echo implements BodyReader {
        private final StringBuilder text = new StringBuilder();

        @Override
        public int onBody(Exchange x, byte[] bytes, int offset, int length) {
            text.append(new String(bytes, offset, length, StandardCharsets.ISO_8859_1));
            return length;
        }

        @Override
        public void onBodyEnd(Exchange x) {
            x.reply().sendWhole(200, "text/plain", text.toString().getBytes());
        }

        @Override
        public void onBodyBroken(Exchange x, int status, IOException cause) {
            if (status != 0) {
                x.finish(status);
            }
        }
    }

    private Path start(String lines) throws Exception {
        gateway = TestGateway.start(folder, lines, "", ANSWERS);
        return gateway.socket();
    }

    @AfterEach
    void stop() {
        if (gateway != null) {
            gateway.close();
        }
    }

    private String ask(String request) throws Exception {
        return ask(start(""), request);
    }

    private static String ask(Path socket, String request) throws Exception {
        return TestGateway.ask(socket, request);
    }

    @Test
    void pipelinedRequestsAreAnsweredInOrderOnOneConnection() throws Exception {
        String answer = ask("GET /hello HTTP/1.1\r\nHost: a\r\n\r\nGET /later HTTP/1.1\r\nHost: a\r\n\r\n"
                + "GET /none HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
        String[] parts = answer.split("(?=HTTP/1\\.1 )");
        assertEquals(3, parts.length, answer);
        assertTrue(parts[0].startsWith("HTTP/1.1 200 ") && parts[0].endsWith("\r\n\r\nhello"), answer);
        assertTrue(parts[0].contains("Connection: keep-alive\r\n"), answer);
        assertTrue(parts[1].endsWith("\r\n\r\nhello"), answer);
        assertTrue(parts[2].startsWith("HTTP/1.1 404 ") && parts[2].contains("Connection: close\r\n"), answer);
    }

    @Test
    void aBodyOfUnknownLengthIsChunkedForNewClientsAndEndsWithTheConnectionForOldOnes() throws Exception {
        Path socket = start("");
        String chunked = ask(socket, "GET /stream HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
        assertTrue(chunked.endsWith("\r\n\r\n2\r\nhe\r\n3\r\nllo\r\n0\r\n\r\n"), chunked);
        String plain = ask(socket, "GET /stream HTTP/1.0\r\n\r\n");
        assertTrue(plain.endsWith("\r\n\r\nhello") && !plain.contains("chunked"), plain);
    }

    @Test
    void headHasTheLengthButNoBody() throws Exception {
        String answer = ask("HEAD /hello HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
        assertTrue(answer.contains("Content-Length: 5\r\n") && answer.endsWith("\r\n\r\n"), answer);
    }

    @Test
    void bodiesReachWhoAsksForThem() throws Exception {
        Path socket = start("");
        String plain = ask(socket, "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nConnection: close\r\n\r\nabcd");
        assertTrue(plain.endsWith("\r\n\r\nabcd"), plain);
        String chunked = ask(socket, "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nExpect: 100-continue\r\n"
                + "Connection: close\r\n\r\n2\r\nab\r\n2\r\ncd\r\n0\r\n\r\n");
        assertTrue(chunked.endsWith("\r\n\r\nabcd"), chunked);
    }

    @Test
    void aBodyThatNobodyWantsIsThrownAwayAndTheConnectionGoesOn() throws Exception {
        String answer = ask("POST /hello HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\nabcd"
                + "GET /hello HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
        assertEquals(3, answer.split("HTTP/1.1 200").length, answer);
    }

    @Test
    void redirectsInsideEndSomewhereAndCyclesDoNot() throws Exception {
        Path socket = start("");
        assertTrue(ask(socket, "GET /redirect HTTP/1.0\r\n\r\n").endsWith("hello"));
        assertTrue(ask(socket, "GET /cycle HTTP/1.0\r\n\r\n").startsWith("HTTP/1.1 500 "));
        assertTrue(ask(socket, "GET /forbidden HTTP/1.0\r\n\r\n").startsWith("HTTP/1.1 403 "));
    }

    @Test
    void bytesBehindTheLastRequestAreReadAndThrownAway() throws Exception {
        String answer = ask("GET /hello HTTP/1.0\r\n\r\nextra");
        assertTrue(answer.endsWith("hello"), answer);
        assertFalse(Files.readString(folder.resolve("error.log")).contains("[crit]"));
    }

    @Test
    void whatIsNoRequestIsRefusedAndTheConnectionEnds() throws Exception {
        assertTrue(ask("GE<>T /hello HTTP/1.1\r\nHost: a\r\n\r\n").startsWith("HTTP/1.1 400 "));
    }

    @Test
    void quitClosesIdleConnectionsAndCompletes() throws Exception {
        Path socket = start("");
        try (SocketChannel channel = TestGateway.connect(socket)) {
            channel.write(ByteBuffer.wrap("GET /hello HTTP/1.1\r\nHost: a\r\n\r\n".getBytes()));
            ByteBuffer answer = ByteBuffer.allocate(4096);
            while (!new String(answer.array(), 0, answer.position()).endsWith("hello")) {
                assertTrue(channel.read(answer) > 0);
            }
            var left = gateway.gateway().quit();
            assertEquals(-1, channel.read(answer));
            left.toCompletableFuture().get(30, TimeUnit.SECONDS);
        }
    }

    @Test
    void aClientThatHasJustConnectedIsServedYet() throws Exception {
        Path socket = start("");
        try (SocketChannel channel = TestGateway.connect(socket)) {
            // The loop accepts in order: when a later client is answered, this one is known, too.
            assertTrue(ask(socket, "GET /hello HTTP/1.0\r\n\r\n").endsWith("hello"));
            var left = gateway.gateway().quit();
            channel.write(ByteBuffer.wrap("GET /hello HTTP/1.1\r\nHost: a\r\n\r\n".getBytes()));
            ByteBuffer answer = ByteBuffer.allocate(4096);
            while (channel.read(answer) >= 0) {
                assertTrue(answer.hasRemaining());
            }
            assertTrue(new String(answer.array(), 0, answer.position()).endsWith("hello"));
            left.toCompletableFuture().get(30, TimeUnit.SECONDS);
        }
    }

    @Test
    void aWildcardServesTheAddressesThatItCovers() throws Exception {
        int free;
        try (ServerSocket probe = new ServerSocket(0)) {
            free = probe.getLocalPort();
        }
        gateway = TestGateway.start(folder, "",
                "server { listen %1$d; } server { listen 127.0.0.1:%1$d; server_tokens off; }".formatted(free),
                ANSWERS);
        assertTrue(overTcp("127.0.0.1", free).contains("Server: millrace\r\n"));
        assertTrue(overTcp("127.0.0.2", free).contains("Server: millrace/"));
    }

    @Test
    void aRangeOfPortsIsListenedOn() throws Exception {
        int free = threeFreePorts();
        gateway = TestGateway.start(folder, "", "server { listen 127.0.0.1:%d-%d; }".formatted(free, free + 2), ANSWERS);
        for (int port = free; port <= free + 2; port++) {
            assertTrue(overTcp("127.0.0.1", port).endsWith("hello"));
        }
    }

    /** Below those that the kernel gives to clients, so that none of them takes one meanwhile. */
    private static int threeFreePorts() {
        return IntStream.iterate(20_000, port -> port < 32_000, port -> port + 3)
                .filter(port -> IntStream.range(port, port + 3).allMatch(EngineTest::isFree))
                .findFirst()
                .orElseThrow();
    }

    private static boolean isFree(int port) {
        try (ServerSocket probe = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return probe.isBound();
        } catch (IOException e) {
            return false; // In use: by a server, or by an end of a connection.
        }
    }

    private static String overTcp(String host, int port) throws IOException {
        try (Socket socket = new Socket(host, port)) {
            socket.getOutputStream().write("GET /hello HTTP/1.0\r\n\r\n".getBytes());
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }
}
