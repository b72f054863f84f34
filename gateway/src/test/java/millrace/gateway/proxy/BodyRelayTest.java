package millrace.gateway.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Answers that are large enough to move in the kernel, and what breaks meanwhile. */
@Timeout(60)
class BodyRelayTest {
    private static final int LENGTH = 3_000_000;
    private static final String BODY = body();

    @TempDir
    Path folder;

    private final ServerSocket upstream = listen();
    private final CompletableFuture<Boolean> upstreamLeft = new CompletableFuture<>();
    private ProxyFixture gateway;

    /** What the upstream does with each of its connections. */
    private interface Answers {
        void answer(Socket socket, BufferedReader requests) throws IOException;
    }

    private static String body() {
        StringBuilder text = new StringBuilder(LENGTH);
        Random random = new Random(1);
        while (text.length() < LENGTH) {
            text.append((char) ('a' + random.nextInt(26)));
        }
        return text.toString();
    }

    private static ServerSocket listen() {
        try {
            return new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private void start(String lines, Answers answers) throws Exception {
        Thread.ofVirtual().start(() -> {
            while (!upstream.isClosed()) {
                try (Socket socket = upstream.accept()) {
                    answers.answer(socket, new BufferedReader(new InputStreamReader(socket.getInputStream())));
                } catch (IOException gone) {
                    upstreamLeft.complete(true);
                }
            }
        });
        gateway = new ProxyFixture(folder, "upstream u { server 127.0.0.1:" + upstream.getLocalPort()
                + "; keepalive 4; } server { LISTEN; " + lines + " location / { proxy_pass http://u; } }");
    }

    @AfterEach
    void stop() throws IOException {
        gateway.close();
        upstream.close();
    }

    private static boolean readRequest(BufferedReader requests) throws IOException {
        String first = requests.readLine();
        for (String line = first; line != null && !line.isEmpty(); line = requests.readLine()) {
            continue;
        }
        return first != null;
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes());
    }

    private static String head(int length) {
        return "HTTP/1.1 200 OK\r\nContent-Length: " + length + "\r\n\r\n";
    }

    @Test
    void largeAnswersArriveWholeAndBothConnectionsGoOn() throws Exception {
        start("", (socket, requests) -> {
            while (readRequest(requests)) {
                send(socket, head(LENGTH) + BODY);
            }
        });
        String answers = gateway.ask("GET /1 HTTP/1.1\r\nHost: a\r\n\r\nGET /2 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
        String[] parts = answers.split("(?=HTTP/1\\.1 )");
        assertEquals(2, parts.length);
        for (String part : parts) {
            assertEquals(BODY, part.substring(part.indexOf("\r\n\r\n") + 4));
        }
    }

    @Test
    void anUpstreamThatClosesInTheMiddleEndsTheClientsConnection() throws Exception {
        start("", (socket, requests) -> {
            readRequest(requests);
            send(socket, head(LENGTH) + BODY.substring(0, LENGTH / 2));
        });
        String answer = gateway.get("/");
        assertEquals(BODY.substring(0, LENGTH / 2), answer.substring(answer.indexOf("\r\n\r\n") + 4));
        assertTrue(gateway.errors().contains("upstream prematurely closed connection while reading upstream"),
                gateway.errors());
    }

    @Test
    void anUpstreamThatResetsInTheMiddleEndsTheClientsConnection() throws Exception {
        start("", (socket, requests) -> {
            readRequest(requests);
            send(socket, head(LENGTH) + BODY.substring(0, LENGTH / 2));
            socket.setSoLinger(true, 0);
        });
        String answer = gateway.get("/");
        assertTrue(BODY.startsWith(answer.substring(answer.indexOf("\r\n\r\n") + 4)));
        assertTrue(gateway.errors().contains("while reading upstream"), gateway.errors());
    }

    @Test
    void anUpstreamThatFallsSilentInTheMiddleIsTimedOut() throws Exception {
        start("proxy_read_timeout 50ms;", (socket, requests) -> {
            readRequest(requests);
            send(socket, head(LENGTH) + BODY.substring(0, LENGTH / 2));
            readRequest(requests);
            throw new IOException("the gateway has closed");
        });
        gateway.get("/");
        assertTrue(gateway.errors().contains("upstream timed out (110: Connection timed out) while reading upstream"),
                gateway.errors());
        assertTrue(upstreamLeft.get(30, TimeUnit.SECONDS));
    }

    private SocketChannel askAndReadABit() throws IOException {
        SocketChannel client = gateway.connect();
        client.write(ByteBuffer.wrap("GET / HTTP/1.1\r\nHost: a\r\n\r\n".getBytes()));
        ByteBuffer some = ByteBuffer.allocate(1000);
        while (some.hasRemaining()) {
            client.read(some);
        }
        return client;
    }

    /** Sends for ever. */
    private static void endless(Socket socket, BufferedReader requests) throws IOException {
        readRequest(requests);
        send(socket, "HTTP/1.1 200 OK\r\nContent-Length: 1000000000000\r\n\r\n");
        while (true) {
            send(socket, BODY);
        }
    }

    @Test
    void aClientThatLeavesInTheMiddleFreesTheUpstream() throws Exception {
        start("", BodyRelayTest::endless);
        askAndReadABit().close();
        assertTrue(upstreamLeft.get(30, TimeUnit.SECONDS));
    }

    @Test
    void aClientThatDoesNotReadIsTimedOut() throws Exception {
        start("send_timeout 50ms;", BodyRelayTest::endless);
        try (SocketChannel client = askAndReadABit()) {
            assertTrue(upstreamLeft.get(30, TimeUnit.SECONDS));
            assertTrue(client.isOpen());
        }
        assertTrue(gateway.errors().contains("client timed out"), gateway.errors());
    }
}
