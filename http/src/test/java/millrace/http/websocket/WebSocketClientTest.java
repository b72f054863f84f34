package millrace.http.websocket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import millrace.http.Handler;
import millrace.http.HttpServer;
import millrace.http.Servers;
import millrace.http.websocket.WebSocketOptions.Compression;
import millrace.loop.EventLoop;
import millrace.loop.PollerKind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebSocketClientTest {
    private EventLoop loop;

    /** Notes what comes, and sends nothing. */
    private static final class Notes extends Recorder {
        @Override
        public void onText(WebSocket socket, String text) {
            events.add(text);
        }

        @Override
        public void onBinary(WebSocket socket, byte[] bytes, int offset, int length) {
            events.add(length + " bytes");
        }
    }

    @BeforeEach
    void startLoop() throws Exception {
        loop = EventLoop.open("client", PollerKind.EPOLL);
        loop.start();
    }

    @AfterEach
    void stopLoop() {
        loop.close();
    }

    private WebSocket connect(HttpServer server, WebSocketClient client, WebSocketHandler handler) throws Exception {
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port());
        return loop.submit(() -> client.connect(loop, address, "/chat?a=b", handler)).thenCompose(stage -> stage)
                .toCompletableFuture().get(60, TimeUnit.SECONDS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "plain", "context"})
    void itTalksToTheServerWithEveryCompression(String how) throws Exception {
        Compression compression = how.equals("none") ? null
                : Compression.DEFAULT.withContext(how.equals("context"), how.equals("context"));
        WebSocketOptions options = WebSocketOptions.DEFAULT.withCompression(compression);
        Recorder recorder = new Recorder();
        WebSocketUpgrade upgrade = WebSocketUpgrade.DEFAULT.options(options).subprotocols("b", "a");
        Handler handler = (request, response) -> {
            assertEquals("secret", request.header("authorization"));
            assertEquals("/chat?a=b", request.target());
            upgrade.accept(request, response, recorder);
        };
        try (HttpServer server = Servers.start(handler)) {
            Notes notes = new Notes();
            WebSocketClient client = WebSocketClient.DEFAULT.options(options)
                    .subprotocols("a", "b").header("Authorization", "secret");
            WebSocket socket = connect(server, client, notes);
            assertEquals("b", socket.subprotocol());
            talk(socket, notes);
            loop.execute(() -> socket.close(3000, "done"));
            assertEquals("closed 3000 ", notes.next());
            String last = recorder.next();
            while (!last.startsWith("closed")) {
                last = recorder.next();
            }
            assertEquals("closed 3000 done", last);
        }
    }

    private void talk(WebSocket socket, Notes notes) throws InterruptedException {
        loop.execute(() -> {
            for (int i = 0; i < 20; i++) {
                socket.text("message number " + i + ", and ever the same words, and ever the same words");
            }
            socket.binary(new byte[700_000]);
            byte[] two = "in two".getBytes(StandardCharsets.UTF_8);
            socket.piece(true, two, 0, 3, false);
            socket.ping();
            socket.piece(true, two, 3, 3, true);
        });
        for (int i = 0; i < 20; i++) {
            assertTrue(notes.next().startsWith("message number " + i + ", "));
        }
        assertEquals("700000 bytes", notes.next());
        assertEquals("pong 0", notes.next());
        assertEquals("in two", notes.next());
    }

    @Test
    void aServerThatDoesNotAgreeIsToldByItsAnswer() throws Exception {
        try (HttpServer server = Servers.start((_, response) -> response.status(404).send())) {
            ExecutionException e = assertThrows(
                    ExecutionException.class, () -> connect(server, WebSocketClient.DEFAULT, new Notes()));
            assertEquals("the server does not agree to a WebSocket: 404 Not Found", e.getCause().getMessage());
        }
    }

    @Test
    void aServerThatAnswersAnotherKeyIsNoServerOfWebSockets() throws Exception {
        Handler handler = (_, response) -> response.header("Sec-WebSocket-Accept", Handshake.answer("x"))
                .upgrade("websocket", (_, _, _, length) -> length);
        try (HttpServer server = Servers.start(handler)) {
            assertThrows(ExecutionException.class, () -> connect(server, WebSocketClient.DEFAULT, new Notes()));
        }
    }

    @Test
    void aServerThatSpeaksFirstIsHeard() throws Exception {
        CompletableFuture<Void> opened = new CompletableFuture<>();
        WebSocketHandler greeting = new WebSocketHandler() {
            @Override
            public void onOpen(WebSocket socket) {
                socket.text("welcome");
                socket.close();
                opened.complete(null);
            }
        };
        try (HttpServer server = Servers.start((request, response) ->
                WebSocketUpgrade.DEFAULT.accept(request, response, greeting))) {
            Notes notes = new Notes();
            connect(server, WebSocketClient.DEFAULT, notes);
            assertEquals("welcome", notes.next());
            assertEquals("closed 1000 ", notes.next());
            opened.get(60, TimeUnit.SECONDS);
        }
    }

    /** In one piece: nothing else would come that made the client look again. */
    @Test
    void anInterimAnswerMayStandBeforeTheOneThatAgrees() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread.startVirtualThread(() -> agreeAfterHints(server));
            Notes notes = new Notes();
            loop.submit(() -> WebSocketClient.DEFAULT.connect(loop, server.getLocalSocketAddress(), "/", notes))
                    .thenCompose(stage -> stage).toCompletableFuture().get(60, TimeUnit.SECONDS);
            assertEquals("hi", notes.next());
        }
    }

    private static void agreeAfterHints(ServerSocket server) {
        try (Socket socket = server.accept()) {
            BufferedReader in = new BufferedReader(new InputStreamReader(socket.getInputStream(), "ISO-8859-1"));
            String field = "Sec-WebSocket-Key: ";
            String key = in.lines().filter(line -> line.startsWith(field)).findFirst().orElseThrow();
            String head = "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 101 Switching Protocols\r\n"
                    + "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: "
                    + Handshake.answer(key.substring(field.length())) + "\r\n\r\n";
            String text = "\u0081\u0002hi";
            socket.getOutputStream().write((head + text).getBytes(StandardCharsets.ISO_8859_1));
            in.lines().forEach(_ -> { });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void whatCannotBeAskedForConnectsNowhere() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            for (WebSocketClient client : List.of(WebSocketClient.DEFAULT.header("X", "a\r\nY: b"),
                    WebSocketClient.DEFAULT.subprotocols("a\nb"))) {
                ExecutionException e = assertThrows(ExecutionException.class, () -> loop
                        .submit(() -> client.connect(loop, server.getLocalSocketAddress(), "/", new Notes()))
                        .toCompletableFuture().get(60, TimeUnit.SECONDS));
                assertInstanceOf(IllegalArgumentException.class, e.getCause());
            }
        }
    }
}
