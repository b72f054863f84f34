package millrace.http;

import static millrace.http.RawHttp2Client.DATA;
import static millrace.http.RawHttp2Client.END_STREAM;
import static millrace.http.RawHttp2Client.HEADERS;
import static millrace.http.RawHttp2Client.RST_STREAM;
import static millrace.http.RawHttp2Client.SETTINGS;
import static millrace.http.RawHttp2Client.WINDOW_UPDATE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import millrace.http.RawHttp2Client.Frame;
import millrace.http.h2.Http2Limits;
import millrace.http.websocket.RawWebSocket;
import millrace.http.websocket.WebSocket;
import millrace.http.websocket.WebSocketHandler;
import millrace.http.websocket.WebSocketOptions;
import millrace.http.websocket.WebSocketUpgrade;
import org.junit.jupiter.api.Test;

/** WebSockets through streams of HTTP/2 (RFC 8441). */
class Http2WebSocketTest {
    private static final int ENABLE_CONNECT_PROTOCOL = 8;
    private static final int INITIAL_WINDOW_SIZE = 4;
    private static final int LAST = RawWebSocket.LAST;
    private static final ServerOptions TUNNELS =
            ServerOptions.DEFAULT.withHttp2(Http2Limits.DEFAULT.withTunnels(true));

    private final LinkedBlockingQueue<String> closed = new LinkedBlockingQueue<>();

    private final WebSocketHandler echo = new WebSocketHandler() {
        @Override
        public void onText(WebSocket socket, String text) {
            if (text.equals("pause")) {
                socket.pause();
                socket.loop().execute(socket::resume);
            }
            socket.text(text);
        }

        @Override
        public void onBinary(WebSocket socket, byte[] bytes, int offset, int length) {
            socket.binary(bytes, offset, length);
        }

        @Override
        public void onClosed(WebSocket socket, int code, String reason) {
            closed.add(code + " " + reason);
        }
    };

    private HttpServer serve(ServerOptions options) throws IOException {
        WebSocketUpgrade upgrade = WebSocketUpgrade.DEFAULT.subprotocols("chat");
        return Servers.start(options, (request, response) -> upgrade.accept(request, response, echo));
    }

    private static RawHttp2Client ask(RawHttp2Client client, String protocol, String... more) throws IOException {
        String[] fields = new String[4 + more.length];
        System.arraycopy(new String[] {":protocol", protocol, "sec-websocket-version", "13"}, 0, fields, 0, 4);
        System.arraycopy(more, 0, fields, 4, more.length);
        return client.head(1, false, "CONNECT", "/chat", fields).flush();
    }

    private static void send(RawHttp2Client client, int first, String text) throws IOException {
        client.frame(DATA, 0, 1, RawWebSocket.frame(first, text.getBytes(StandardCharsets.UTF_8))).flush();
    }

    /** So many bytes of the stream, whatever the frames they come in. */
    private static byte[] read(RawHttp2Client client, int bytes) throws IOException {
        ByteArrayOutputStream read = new ByteArrayOutputStream();
        while (read.size() < bytes) {
            read.writeBytes(client.next(DATA).payload());
        }
        return read.toByteArray();
    }

    private String closed() throws InterruptedException {
        return closed.poll(60, TimeUnit.SECONDS);
    }

    @Test
    void aStreamSpeaksWebSocket() throws Exception {
        try (HttpServer server = serve(TUNNELS); RawHttp2Client client = new RawHttp2Client(server)) {
            ByteBuffer settings = ByteBuffer.wrap(client.next(SETTINGS).payload());
            boolean offered = false;
            while (settings.hasRemaining()) {
                offered |= settings.getShort() == ENABLE_CONNECT_PROTOCOL & settings.getInt() == 1;
            }
            assertTrue(offered);
            ask(client, "websocket", "sec-websocket-protocol", "chat", "origin", "https://example.org");
            String fields = client.fields(client.next(HEADERS));
            assertTrue(fields.startsWith(":status: 200"), fields);
            assertTrue(fields.contains("sec-websocket-protocol: chat"), fields);
            send(client, LAST | RawWebSocket.TEXT, "hello");
            assertEquals("\u0081\5hello", new String(read(client, 7), StandardCharsets.ISO_8859_1));
            send(client, LAST | RawWebSocket.CLOSE, "\u000f\u0020");
            Frame close = client.next(DATA);
            assertEquals("\u0088\2\u000f\u0020", new String(close.payload(), StandardCharsets.ISO_8859_1));
            assertEquals("3872 ", closed());
        }
    }

    @Test
    void messagesThatWaitForAHandlerComeLater() throws Exception {
        try (HttpServer server = serve(TUNNELS); RawHttp2Client client = new RawHttp2Client(server)) {
            ask(client, "websocket").next(HEADERS);
            byte[] pause = RawWebSocket.frame(LAST | RawWebSocket.TEXT, "pause".getBytes());
            byte[] after = RawWebSocket.frame(LAST | RawWebSocket.TEXT, "after".getBytes());
            byte[] both = ByteBuffer.allocate(pause.length + after.length).put(pause).put(after).array();
            client.frame(DATA, 0, 1, both).flush();
            assertEquals("\u0081\5pause\u0081\5after", new String(read(client, 14), StandardCharsets.ISO_8859_1));
        }
    }

    @Test
    void nothingIsLostToAHandlerThatPausesAndResumesAtOnce() throws Exception {
        CompletableFuture<WebSocket> stopped = new CompletableFuture<>();
        WebSocketHandler restless = new WebSocketHandler() {
            @Override
            public void onText(WebSocket socket, String text) {
                for (int i = 0; i < 3; i++) {
                    socket.pause();
                    socket.resume();
                }
                if (text.equals("stop")) {
                    socket.pause();
                    stopped.complete(socket);
                }
                socket.text(text);
            }
        };
        try (HttpServer server = Servers.start(TUNNELS, (request, response) ->
                        WebSocketUpgrade.DEFAULT.accept(request, response, restless));
                RawHttp2Client client = new RawHttp2Client(server)) {
            ask(client, "websocket").next(HEADERS);
            send(client, LAST | RawWebSocket.TEXT, "go");
            assertEquals("\u0081\2go", new String(read(client, 4), StandardCharsets.ISO_8859_1));
            byte[] stop = RawWebSocket.frame(LAST | RawWebSocket.TEXT, "stop".getBytes());
            byte[] one = RawWebSocket.frame(LAST | RawWebSocket.TEXT, "one".getBytes());
            byte[] two = RawWebSocket.frame(LAST | RawWebSocket.TEXT, "two".getBytes());
            byte[] both = ByteBuffer.allocate(stop.length + one.length).put(stop).put(one).array();
            client.frame(DATA, 0, 1, both).frame(DATA, 0, 1, two).flush();
            WebSocket socket = stopped.get(60, TimeUnit.SECONDS);
            socket.loop().execute(socket::resume);
            assertEquals("\u0081\4stop\u0081\3one\u0081\3two", new String(read(client, 16), StandardCharsets.ISO_8859_1));
        }
    }

    @Test
    void whoIsBrokenOffIsNotWaitedFor() throws Exception {
        WebSocketHandler hasty = new WebSocketHandler() {
            @Override
            public void onOpen(WebSocket socket) {
                socket.text("never taken");
                socket.abort();
                assertFalse(socket.text("nor this"));
            }

            @Override
            public void onClosed(WebSocket socket, int code, String reason) {
                closed.add(code + " " + reason);
            }
        };
        ServerOptions.Timeouts patient = new ServerOptions.Timeouts(
                Duration.ofMinutes(5), Duration.ofMinutes(5), Duration.ofMinutes(5), Duration.ofMinutes(5));
        try (HttpServer server = Servers.start(TUNNELS.withTimeouts(patient), (request, response) ->
                        WebSocketUpgrade.DEFAULT.accept(request, response, hasty));
                RawHttp2Client client = new RawHttp2Client(server, INITIAL_WINDOW_SIZE, 0)) {
            assertEquals(8, ask(client, "websocket").next(RST_STREAM).number(0));
            assertEquals("1006 ", closed());
        }
    }

    @Test
    void windowsHoldAMessageUpAndLetItGoOn() throws Exception {
        try (HttpServer server = serve(TUNNELS);
                RawHttp2Client client = new RawHttp2Client(server, INITIAL_WINDOW_SIZE, 10)) {
            ask(client, "websocket").next(HEADERS);
            send(client, LAST | RawWebSocket.TEXT, "0123456789abcdef");
            assertEquals(10, client.next(DATA).payload().length);
            client.number(WINDOW_UPDATE, 1, 100).flush();
            assertEquals("89abcdef", new String(client.next(DATA).payload(), StandardCharsets.ISO_8859_1));
        }
    }

    @Test
    void aStreamThatIsResetOrEndsIsGone() throws Exception {
        try (HttpServer server = serve(TUNNELS)) {
            try (RawHttp2Client client = new RawHttp2Client(server)) {
                ask(client, "websocket").next(HEADERS);
                client.number(RST_STREAM, 1, 8).flush();
                assertEquals("1006 ", closed());
            }
            try (RawHttp2Client client = new RawHttp2Client(server)) {
                ask(client, "websocket").next(HEADERS);
                client.frame(DATA, END_STREAM, 1).flush();
                assertTrue(client.next(DATA).ends());
                assertEquals("1006 ", closed());
            }
        }
    }

    @Test
    void aServerThatStopsSaysSoAndWaitsForTheAnswer() throws Exception {
        try (HttpServer server = serve(TUNNELS); RawHttp2Client client = new RawHttp2Client(server)) {
            ask(client, "websocket").next(HEADERS);
            CompletableFuture<Void> stopped = server.stop(Duration.ofMinutes(10)).toCompletableFuture();
            Frame close = client.next(DATA);
            assertEquals("\u0088\2\u0003\u00e9", new String(close.payload(), StandardCharsets.ISO_8859_1));
            send(client, LAST | RawWebSocket.CLOSE, "\u000f\u0020");
            assertEquals("3872 ", closed());
            client.close();
            stopped.get(60, TimeUnit.SECONDS);
        }
    }

    @Test
    void aStreamIsNoBodyThatHasToCome() throws Exception {
        ServerOptions.Timeouts impatient = new ServerOptions.Timeouts(
                Duration.ofMillis(50), Duration.ofMillis(50), Duration.ofMillis(50), Duration.ofMillis(50));
        WebSocketUpgrade upgrade = WebSocketUpgrade.DEFAULT.options(
                WebSocketOptions.DEFAULT.withPings(Duration.ofMillis(40), 100_000));
        try (HttpServer server = Servers.start(TUNNELS.withTimeouts(impatient),
                        (request, response) -> upgrade.accept(request, response, echo));
                RawHttp2Client client = new RawHttp2Client(server)) {
            ask(client, "websocket").next(HEADERS);
            for (int i = 0; i < 10; i++) { // 400 ms, with nothing from the client
                assertEquals("\u0089\0", new String(client.next(DATA).payload(), StandardCharsets.ISO_8859_1));
            }
            send(client, LAST | RawWebSocket.TEXT, "hello");
            Frame frame = client.next(DATA);
            while (frame.payload().length == 2) {
                frame = client.next(DATA);
            }
            assertEquals("\u0081\5hello", new String(frame.payload(), StandardCharsets.ISO_8859_1));
        }
    }

    @Test
    void whatIsNotOfferedIsNotTaken() throws Exception {
        try (HttpServer server = serve(ServerOptions.DEFAULT); RawHttp2Client client = new RawHttp2Client(server)) {
            assertEquals(1, ask(client, "websocket").next(RST_STREAM).number(0));
        }
        try (HttpServer server = serve(TUNNELS)) {
            try (RawHttp2Client client = new RawHttp2Client(server)) {
                assertTrue(client.fields(ask(client, "smoke-signals").next(HEADERS)).startsWith(":status: 501"));
            }
            try (RawHttp2Client client = new RawHttp2Client(server)) {
                client.head(1, true, "GET", "/chat").flush();
                assertTrue(client.fields(client.next(HEADERS)).startsWith(":status: 400"));
            }
            try (RawHttp2Client client = new RawHttp2Client(server)) {
                ask(client, "websocket", "origin", "https://elsewhere.example");
                assertTrue(client.fields(client.next(HEADERS)).startsWith(":status: 403"));
            }
        }
    }
}
