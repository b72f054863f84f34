package millrace.http.websocket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import millrace.http.HttpServer;
import millrace.http.Servers;
import org.junit.jupiter.api.Test;

/** Back-pressure, either way. */
class FlowTest {
    private static final int LAST = RawWebSocket.LAST;
    private static final byte[] MESSAGE = new byte[10_000];

    private static HttpServer serve(WebSocketHandler handler) throws IOException {
        return Servers.start((request, response) -> WebSocketUpgrade.DEFAULT.accept(request, response, handler));
    }

    @Test
    void aSenderSeesThatItsClientIsSlowAndGoesOnWhenThereIsRoom() throws Exception {
        AtomicLong sent = new AtomicLong();
        AtomicLong most = new AtomicLong();
        WebSocketHandler flood = new WebSocketHandler() {
            @Override
            public void onOpen(WebSocket socket) {
                onWritable(socket);
            }

            @Override
            public void onWritable(WebSocket socket) {
                boolean more = true;
                while (more && sent.get() < 2_000) {
                    sent.incrementAndGet();
                    more = socket.binary(MESSAGE);
                    most.accumulateAndGet(socket.queuedBytes(), Math::max);
                }
                if (more) {
                    socket.close();
                }
            }
        };
        try (HttpServer server = serve(flood);
                RawWebSocket client = new RawWebSocket(server.port(), 4096)) {
            for (int i = 0; i < 2_000; i++) {
                assertEquals(MESSAGE.length, client.frame().payload().length);
            }
            assertEquals(1000, client.frame().code());
            assertTrue(most.get() < 200_000, () -> most + " bytes were queued");
        }
    }

    @Test
    void aHandlerThatPausesGetsNothingUntilItResumes() throws Exception {
        CompletableFuture<WebSocket> paused = new CompletableFuture<>();
        Recorder pausing = new Recorder() {
            @Override
            public void onText(WebSocket socket, String text) {
                super.onText(socket, text);
                if (text.equals("stop")) {
                    socket.pause();
                    paused.complete(socket);
                }
            }
        };
        try (HttpServer server = serve(pausing);
                RawWebSocket client = new RawWebSocket(server.port())) {
            client.raw(concat(RawWebSocket.frame(LAST | RawWebSocket.TEXT, "stop".getBytes()),
                    RawWebSocket.frame(LAST | RawWebSocket.TEXT, "after".getBytes())));
            assertEquals("text stop", pausing.next());
            WebSocket socket = paused.get(60, TimeUnit.SECONDS);
            client.send(LAST | RawWebSocket.TEXT, "later");
            socket.loop().submit(() -> null).toCompletableFuture().get(60, TimeUnit.SECONDS);
            assertNull(pausing.events.poll());
            socket.loop().execute(socket::resume);
            assertEquals("text after", pausing.next());
            assertEquals("text later", pausing.next());
        }
    }

    @Test
    void aClientThatTakesNoPongsIsNotListenedTo() throws Exception {
        AtomicInteger pings = new AtomicInteger();
        AtomicLong most = new AtomicLong();
        WebSocketHandler counting = new WebSocketHandler() {
            @Override
            public void onPing(WebSocket socket, byte[] bytes, int offset, int length) {
                pings.incrementAndGet();
                most.accumulateAndGet(socket.queuedBytes(), Math::max);
            }
        };
        try (HttpServer server = serve(counting);
                RawWebSocket client = new RawWebSocket(server.port(), 4096)) {
            byte[] ping = RawWebSocket.frame(LAST | RawWebSocket.PING, new byte[125]);
            int sent = 60_000; // 7 MB: more than the buffers between
            Thread sender = Thread.ofPlatform().daemon().start(() -> {
                try {
                    for (int i = 0; i < sent; i++) {
                        client.raw(ping);
                    }
                } catch (IOException e) {
                    pings.set(Integer.MIN_VALUE);
                }
            });
            for (int i = 0; i < sent; i++) {
                assertEquals(125, client.frame().payload().length);
            }
            sender.join();
            assertEquals(sent, pings.get());
            assertTrue(most.get() < 200_000, () -> most + " bytes were queued");
        }
    }

    private static byte[] concat(byte[] one, byte[] other) {
        byte[] both = Arrays.copyOf(one, one.length + other.length);
        System.arraycopy(other, 0, both, one.length, other.length);
        return both;
    }
}
