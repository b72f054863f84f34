package millrace.http.websocket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
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
}
