package millrace.http.websocket;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import millrace.http.HttpServer;
import millrace.http.Logged;
import millrace.http.Servers;
import millrace.http.websocket.RawWebSocket.Frame;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WebSocketTest {
    private static final int LAST = RawWebSocket.LAST;
    private static final int TEXT = RawWebSocket.TEXT;

    private final Recorder recorder = new Recorder();

    private HttpServer serve(WebSocketOptions options, WebSocketHandler handler) throws IOException {
        WebSocketUpgrade upgrade = WebSocketUpgrade.DEFAULT.options(options);
        return Servers.start((request, response) -> upgrade.accept(request, response, handler));
    }

    private HttpServer serve() throws IOException {
        return serve(WebSocketOptions.DEFAULT, recorder);
    }

    @Test
    void textsAndBinaryMessagesComeAndGo() throws Exception {
        try (HttpServer server = serve();
                RawWebSocket client = new RawWebSocket(server.port())) {
            // The key and answer of RFC 6455 section 1.3.
            assertTrue(client.head.contains("Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n"), client.head);
            assertTrue(client.head.startsWith("HTTP/1.1 101 "), client.head);
            assertEquals("käse", client.send(LAST | TEXT, "käse").frame().text());
            byte[] large = new byte[200_000];
            new SplittableRandom(7).nextBytes(large);
            Frame frame = client.send(LAST | RawWebSocket.BINARY, large).frame();
            assertEquals(LAST | RawWebSocket.BINARY, frame.first());
            assertArrayEquals(large, frame.payload());
            assertEquals(0, client.send(LAST | TEXT, "").frame().payload().length);
        }
    }

    @Test
    void fragmentsMakeAMessageAndAPingBetweenThemIsAnsweredAtOnce() throws Exception {
        try (HttpServer server = serve();
                RawWebSocket client = new RawWebSocket(server.port())) {
            // A character is cut in two.
            client.send(TEXT, new byte[] {'a', (byte) 0xc3}).send(LAST | RawWebSocket.PING, "now");
            Frame pong = client.frame();
            assertEquals(LAST | RawWebSocket.PONG, pong.first());
            assertEquals("now", pong.text());
            client.send(RawWebSocket.CONTINUATION, "").send(LAST, new byte[] {(byte) 0xa9, 'b'});
            assertEquals("aéb", client.frame().text());
            assertEquals("ping 3", recorder.next());
            assertEquals("text aéb", recorder.next());
        }
    }

    @Test
    void framesThatComeByteByByteAreTheSameMessages() throws Exception {
        try (HttpServer server = serve();
                RawWebSocket client = new RawWebSocket(server.port())) {
            ByteArrayOutputStream frames = new ByteArrayOutputStream();
            frames.writeBytes(RawWebSocket.frame(TEXT, "sl".getBytes()));
            frames.writeBytes(RawWebSocket.frame(LAST | RawWebSocket.PING, "ping".getBytes()));
            frames.writeBytes(RawWebSocket.frame(LAST, "ow".getBytes()));
            frames.writeBytes(RawWebSocket.frame(LAST | RawWebSocket.BINARY, new byte[130]));
            for (byte b : frames.toByteArray()) {
                client.raw(new byte[] {b});
            }
            assertEquals("ping", client.frame().text());
            assertEquals("slow", client.frame().text());
            assertEquals(130, client.frame().payload().length);
        }
    }

    /** Payloads in hex; the second text is begun with a letter, and ends nowhere. */
    @ParameterizedTest
    @CsvSource({
        "81, ff, 1007", "01, 61f8, 1007", "01, eda0, 1007", "01, f490, 1007", "81, c3, 1007", "80, 61, 1002",
        "c1, 61, 1002", "88, 03, 1002", "88, 03ed, 1002", "88, 03e8ff, 1007", "88, 13, 1002", "83, 61, 1002"})
    void whatIsWrongEndsTheConnectionWithACodeAtOnce(String first, String payload, int code) throws Exception {
        try (HttpServer server = serve();
                RawWebSocket client = new RawWebSocket(server.port())) {
            client.send(Integer.parseInt(first, 16), HexFormat.of().parseHex(payload));
            Frame close = client.frame();
            assertEquals(LAST | RawWebSocket.CLOSE, close.first());
            assertEquals(code, close.code());
            assertEquals(0, client.untilClosed());
            client.close();
            String event = recorder.next();
            assertTrue(event.startsWith("closed " + code + " "), event);
        }
    }

    @Test
    void aMessageWithinAMessageIsRefused() throws Exception {
        try (HttpServer server = serve();
                RawWebSocket client = new RawWebSocket(server.port())) {
            assertEquals(1002, client.send(TEXT, "a").send(LAST | TEXT, "b").frame().code());
        }
    }

    @Test
    void theCloseOfAClientIsAnsweredWithItsCode() throws Exception {
        try (HttpServer server = serve();
                RawWebSocket client = new RawWebSocket(server.port())) {
            assertEquals(4321, client.close(4321).frame().code());
            assertEquals(0, client.untilClosed());
            client.close();
            assertEquals("closed 4321 ", recorder.next());
        }
        try (HttpServer server = serve();
                RawWebSocket client = new RawWebSocket(server.port())) {
            assertEquals(1005, client.send(LAST | RawWebSocket.CLOSE, "").frame().code());
            client.close();
            assertEquals("closed 1005 ", recorder.next());
        }
    }

    @Test
    void aClientThatGoesWithoutAWordIsGoneAbnormally() throws Exception {
        try (HttpServer server = serve()) {
            new RawWebSocket(server.port()).close();
            assertEquals("closed 1006 ", recorder.next());
        }
    }

    @Test
    void aServerThatClosesWaitsForTheAnswerAndThrowsAwayWhatComesBefore() throws Exception {
        Recorder closing = new Recorder() {
            @Override
            public void onOpen(WebSocket socket) {
                socket.close(4000, "enough");
                assertFalse(socket.text("too late"));
            }
        };
        try (HttpServer server = serve(WebSocketOptions.DEFAULT, closing);
                RawWebSocket client = new RawWebSocket(server.port())) {
            Frame close = client.frame();
            assertEquals(4000, close.code());
            assertEquals("enough", close.text().substring(2));
            client.send(LAST | TEXT, "lost").close(4000);
            assertEquals(0, client.untilClosed());
            client.close();
            assertEquals("closed 4000 ", closing.next());
        }
    }

    @Test
    void aClientThatDoesNotAnswerACloseIsCutOff() throws Exception {
        Recorder closing = new Recorder() {
            @Override
            public void onOpen(WebSocket socket) {
                socket.close();
            }
        };
        WebSocketOptions options = WebSocketOptions.DEFAULT.withCloseTime(Duration.ofMillis(50));
        try (HttpServer server = serve(options, closing);
                RawWebSocket client = new RawWebSocket(server.port())) {
            assertEquals(1000, client.frame().code());
            assertEquals("closed 1006 ", closing.next());
        }
    }

    @Test
    void whatIsTooLongIsRefusedBeforeItHasCome() throws Exception {
        WebSocketOptions options = WebSocketOptions.DEFAULT.withMessageBytes(1000).withFrameBytes(600);
        try (HttpServer server = serve(options, recorder)) {
            try (RawWebSocket client = new RawWebSocket(server.port())) {
                byte[] frame = RawWebSocket.frame(LAST | TEXT, new byte[601]);
                assertEquals(1009, client.raw(Arrays.copyOf(frame, 8)).frame().code());
            }
            try (RawWebSocket client = new RawWebSocket(server.port())) {
                client.send(TEXT, new byte[600]);
                byte[] frame = RawWebSocket.frame(LAST, new byte[401]);
                assertEquals(1009, client.raw(Arrays.copyOf(frame, 8)).frame().code());
            }
            try (RawWebSocket client = new RawWebSocket(server.port())) {
                client.send(TEXT, new byte[600]);
                assertEquals(1000, client.send(LAST, new byte[400]).frame().payload().length);
            }
        }
    }

    @Test
    void aHandlerThatThrowsEndsItsConnectionAndIsLogged() throws Exception {
        Recorder throwing = new Recorder() {
            @Override
            public void onText(WebSocket socket, String text) {
                throw new IllegalStateException("thrown by the test");
            }
        };
        CompletableFuture<Throwable> thrown = new CompletableFuture<>();
        try (Logged _ = Logged.by("millrace.http", entry -> thrown.complete(entry.getThrown()));
                HttpServer server = serve(WebSocketOptions.DEFAULT, throwing);
                RawWebSocket client = new RawWebSocket(server.port())) {
            assertEquals(1011, client.send(LAST | TEXT, "a").frame().code());
            client.close();
            assertEquals("closed 1011 internal error", throwing.next());
            assertEquals("thrown by the test", thrown.get(60, TimeUnit.SECONDS).getMessage());
        }
    }

    @Test
    void aClientThatSaysNothingIsPingedAndThenGivenUp() throws Exception {
        WebSocketOptions options = WebSocketOptions.DEFAULT.withPings(Duration.ofMillis(30), 3);
        try (HttpServer server = serve(options, recorder);
                RawWebSocket client = new RawWebSocket(server.port())) {
            for (int i = 0; i < 3; i++) {
                assertEquals(LAST | RawWebSocket.PING, client.frame().first());
            }
            assertEquals(0, client.untilClosed());
            assertEquals("closed 1006 no answer to 3 pings", recorder.next());
        }
    }

    @Test
    void aClientThatAnswersPingsStays() throws Exception {
        WebSocketOptions options = WebSocketOptions.DEFAULT.withPings(Duration.ofMillis(20), 100_000);
        try (HttpServer server = serve(options, recorder);
                RawWebSocket client = new RawWebSocket(server.port())) {
            for (int i = 0; i < 10; i++) {
                assertEquals(LAST | RawWebSocket.PING, client.frame().first());
                client.send(LAST | RawWebSocket.PONG, "");
                assertEquals("pong 0", recorder.next());
            }
        }
    }

    @Test
    void aServerThatStopsSaysSo() throws Exception {
        try (HttpServer server = serve();
                RawWebSocket client = new RawWebSocket(server.port())) {
            assertEquals("a", client.send(LAST | TEXT, "a").frame().text());
            CompletionStage<Void> stopped = server.stop(Duration.ofMinutes(1));
            assertEquals(1001, client.frame().code());
            client.close(1001);
            assertEquals(0, client.untilClosed());
            client.close();
            stopped.toCompletableFuture().get(60, TimeUnit.SECONDS);
        }
    }

    @Test
    void aMessageSentInPiecesIsFragmentsAndNothingComesBetween() throws Exception {
        Recorder streaming = new Recorder() {
            @Override
            public void onText(WebSocket socket, String text) {
                socket.piece(true, "one ".getBytes(StandardCharsets.UTF_8), 0, 4, false);
                try {
                    socket.text("between");
                } catch (IllegalStateException e) {
                    events.add("refused");
                }
                socket.ping();
                socket.piece(true, "two".getBytes(StandardCharsets.UTF_8), 0, 3, false);
                socket.piece(true, new byte[0], 0, 0, true);
            }
        };
        try (HttpServer server = serve(WebSocketOptions.DEFAULT, streaming);
                RawWebSocket client = new RawWebSocket(server.port())) {
            assertEquals("1 one ", describe(client.send(LAST | TEXT, "go").frame()));
            assertEquals("137 ", describe(client.frame()));
            assertEquals("0 two", describe(client.frame()));
            assertEquals("128 ", describe(client.frame()));
            assertEquals("refused", streaming.next());
        }
    }

    private static String describe(Frame frame) {
        return frame.first() + " " + frame.text();
    }
}
