package millrace.http.websocket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import millrace.http.HttpServer;
import millrace.http.Logged;
import millrace.http.Servers;
import millrace.http.websocket.RawWebSocket.Frame;
import millrace.http.websocket.WebSocketOptions.Compression;
import org.junit.jupiter.api.Test;

/** What all connections of a loop share does not show through from one to another. */
class SharedLoopTest {
    private static final int LAST = RawWebSocket.LAST;
    private static final int TEXT = LAST | RawWebSocket.TEXT;
    private static final String OFFER = "Sec-WebSocket-Extensions: permessage-deflate\r\n";
    private static final int BOMBS = 8;

    @Test
    void aTextThatIsRefusedDoesNotStandBeforeThatOfAnother() throws Exception {
        Recorder careless = new Recorder() {
            @Override
            public void onText(WebSocket socket, String text) {
                if (text.equals("begin")) {
                    socket.piece(true, new byte[] {'a'}, 0, 1, false);
                    socket.text("secret");
                } else {
                    socket.text(text);
                }
            }
        };
        try (Logged _ = Logged.by("millrace.http", entry -> {});
                HttpServer server = Servers.start((request, response) ->
                        WebSocketUpgrade.DEFAULT.accept(request, response, careless));
                RawWebSocket one = new RawWebSocket(server.port());
                RawWebSocket other = new RawWebSocket(server.port())) {
            assertEquals("a", one.send(TEXT, "begin").frame().text());
            assertEquals(1011, one.frame().code());
            assertEquals("hello", other.send(TEXT, "hello").frame().text());
        }
    }

    @Test
    void connectionsOfOneLoopMayCompressAtDifferentLevels() throws Exception {
        WebSocketUpgrade fast = WebSocketUpgrade.DEFAULT;
        WebSocketUpgrade small = WebSocketUpgrade.DEFAULT.options(
                WebSocketOptions.DEFAULT.withCompression(Compression.DEFAULT.withLevel(9)));
        String message = "alike ".repeat(200);
        CompletableFuture<Void> first = new CompletableFuture<>();
        try (HttpServer server = Servers.start((request, response) ->
                        (first.complete(null) ? fast : small).accept(request, response, new Recorder()));
                RawWebSocket one = new RawWebSocket(server.port(), OFFER);
                RawWebSocket other = new RawWebSocket(server.port(), OFFER)) {
            for (int i = 0; i < 3; i++) {
                assertEquals(message, inflated(one.send(TEXT, message).frame()));
                assertEquals(message, inflated(other.send(TEXT, message).frame()));
            }
        }
    }

    private static String inflated(Frame frame) throws Exception {
        assertTrue(frame.isCompressed(), frame::text);
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        whole.writeBytes(frame.payload());
        whole.writeBytes(new byte[] {0, 0, -1, -1});
        byte[] out = new byte[10_000];
        Inflater inflater = new Inflater(true);
        inflater.setInput(whole.toByteArray());
        int length = inflater.inflate(out);
        inflater.end();
        return new String(out, 0, length, StandardCharsets.UTF_8);
    }

    /** A few octets of one connection stand for many milliseconds of work. */
    @Test
    void othersHaveTheirTurnWhileBombsOfOneGoOff() throws Exception {
        AtomicInteger count = new AtomicInteger();
        CompletableFuture<Integer> before = new CompletableFuture<>();
        CompletableFuture<Void> all = new CompletableFuture<>();
        WebSocketHandler counting = new WebSocketHandler() {
            @Override
            public void onPiece(WebSocket socket, boolean text, byte[] bytes, int offset, int length, boolean last) {
                int messages = last ? count.incrementAndGet() : count.get();
                if (messages == 1 && last) {
                    socket.loop().immediate(() -> before.complete(count.get()));
                } else if (messages == BOMBS) {
                    all.complete(null);
                }
            }
        };
        byte[] bomb = RawWebSocket.frame(LAST | RawWebSocket.COMPRESSED | RawWebSocket.BINARY, deflated(new byte[1 << 20]));
        ByteArrayOutputStream bombs = new ByteArrayOutputStream();
        for (int i = 0; i < BOMBS; i++) {
            bombs.writeBytes(bomb);
        }
        try (HttpServer server = Servers.start((request, response) ->
                        WebSocketUpgrade.DEFAULT.accept(request, response, counting));
                RawWebSocket client = new RawWebSocket(server.port(), OFFER)) {
            client.raw(bombs.toByteArray());
            assertTrue(before.get(60, TimeUnit.SECONDS) <= 2, () -> before.join() + " messages in one turn");
            all.get(60, TimeUnit.SECONDS);
        }
    }

    private static byte[] deflated(byte[] bytes) {
        byte[] out = new byte[10_000];
        Deflater deflater = new Deflater(9, true);
        deflater.setInput(bytes);
        int length = deflater.deflate(out, 0, out.length, Deflater.SYNC_FLUSH);
        deflater.end();
        return Arrays.copyOf(out, length - 4);
    }
}
