package millrace.http.websocket;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URI;
import java.net.http.HttpClient;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import millrace.http.HttpServer;
import millrace.http.Servers;
import org.junit.jupiter.api.Test;

/** The JDK's own client talks to the server. */
class PeersTest {
    /** What the client is told, as text. */
    private static final class Notes implements java.net.http.WebSocket.Listener {
        final LinkedBlockingQueue<String> events = new LinkedBlockingQueue<>();
        private final StringBuilder text = new StringBuilder();
        private int bytes;

        @Override
        public CompletionStage<?> onText(java.net.http.WebSocket socket, CharSequence piece, boolean last) {
            text.append(piece);
            if (last) {
                events.add(text.toString());
                text.setLength(0);
            }
            socket.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onBinary(java.net.http.WebSocket socket, ByteBuffer piece, boolean last) {
            bytes += piece.remaining();
            if (last) {
                events.add(bytes + " bytes");
                bytes = 0;
            }
            socket.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onPong(java.net.http.WebSocket socket, ByteBuffer payload) {
            events.add("pong " + payload.remaining());
            socket.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onClose(java.net.http.WebSocket socket, int code, String reason) {
            events.add("closed " + code);
            return CompletableFuture.completedStage(null);
        }

        String next() throws InterruptedException {
            return events.poll(60, TimeUnit.SECONDS);
        }
    }

    @Test
    void theClientOfTheJdkTalksToTheServer() throws Exception {
        Recorder recorder = new Recorder();
        WebSocketUpgrade upgrade = WebSocketUpgrade.DEFAULT.subprotocols("echo");
        try (HttpServer server = Servers.start((request, response) -> upgrade.accept(request, response, recorder));
                HttpClient client = HttpClient.newHttpClient()) {
            Notes notes = new Notes();
            java.net.http.WebSocket socket = client.newWebSocketBuilder()
                    .subprotocols("other", "echo")
                    .buildAsync(URI.create("ws://localhost:" + server.port() + "/"), notes)
                    .get(60, TimeUnit.SECONDS);
            assertEquals("echo", socket.getSubprotocol());
            socket.sendText("Grüße, ", false).thenCompose(s -> s.sendText("Welt 🌍", true)).get(60, TimeUnit.SECONDS);
            assertEquals("Grüße, Welt 🌍", notes.next());
            socket.sendBinary(ByteBuffer.allocate(500_000), true).get(60, TimeUnit.SECONDS);
            assertEquals("500000 bytes", notes.next());
            socket.sendPing(ByteBuffer.allocate(9)).get(60, TimeUnit.SECONDS);
            assertEquals("pong 9", notes.next());
            socket.sendClose(1000, "done").get(60, TimeUnit.SECONDS);
            assertEquals("closed 1000", notes.next());
            assertEquals("text Grüße, Welt 🌍", recorder.next());
            assertEquals("binary 500000", recorder.next());
            assertEquals("ping 9", recorder.next());
            assertEquals("closed 1000 done", recorder.next());
        }
    }
}
