package millrace.http.websocket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import millrace.http.HttpServer;
import millrace.http.Logged;
import millrace.http.Servers;
import org.junit.jupiter.api.Test;

/** Clients that go, connections that are broken off, and threads that have no business there. */
class GoneTest {
    private static final int PATIENCE_SECONDS = 60;
    private static final String HANDSHAKE = "GET / HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\n"
            + "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";

    /** Notes also that a connection is open. */
    private static final class Notes extends Recorder {
        final CompletableFuture<WebSocket> opened = new CompletableFuture<>();

        @Override
        public void onOpen(WebSocket socket) {
            events.add("open");
            opened.complete(socket);
        }
    }

    @Test
    void whoHasGoneBeforeItIsDecidedIsNeverOpened() throws Exception {
        Notes notes = new Notes();
        CompletableFuture<Void> asked = new CompletableFuture<>();
        CompletableFuture<WebSocket> accepted = new CompletableFuture<>();
        try (HttpServer server = Servers.start((request, response) -> {
            response.onClosed(() -> request.loop().immediate(() -> {
                try {
                    accepted.complete(WebSocketUpgrade.DEFAULT.accept(request, response, notes));
                } catch (Exception e) {
                    accepted.completeExceptionally(e);
                }
            }));
            asked.complete(null);
        })) {
            try (Socket client = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
                client.getOutputStream().write(HANDSHAKE.getBytes(StandardCharsets.ISO_8859_1));
                asked.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
                client.setSoLinger(true, 0);
            }
            WebSocket socket = accepted.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            assertFalse(socket.isOpen());
            assertEquals("[]", notes.events.toString());
        }
    }

    @Test
    void nothingIsGivenOnAfterAnAbort() throws Exception {
        Recorder recorder = new Recorder() {
            @Override
            public void onText(WebSocket socket, String text) {
                events.add(text);
                socket.abort();
            }
        };
        try (HttpServer server = Servers.start((request, response) ->
                        WebSocketUpgrade.DEFAULT.accept(request, response, recorder));
                RawWebSocket client = new RawWebSocket(server.port())) {
            ByteArrayOutputStream two = new ByteArrayOutputStream();
            two.writeBytes(RawWebSocket.frame(RawWebSocket.LAST | RawWebSocket.TEXT, "one".getBytes()));
            two.writeBytes(RawWebSocket.frame(RawWebSocket.LAST | RawWebSocket.TEXT, "two".getBytes()));
            client.raw(two.toByteArray());
            assertEquals("one", recorder.next());
            assertEquals("closed 1006 ", recorder.next());
        }
    }

    @Test
    void anotherThreadIsTurnedAwayBeforeItTouchesAnything() throws Exception {
        Notes notes = new Notes();
        try (HttpServer server = Servers.start((request, response) ->
                        WebSocketUpgrade.DEFAULT.accept(request, response, notes));
                RawWebSocket client = new RawWebSocket(server.port())) {
            WebSocket socket = notes.opened.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            assertThrows(IllegalStateException.class, () -> socket.text("no"));
            assertThrows(IllegalStateException.class, () -> socket.piece(true, new byte[3], 0, 3, false));
            assertThrows(IllegalStateException.class, socket::ping);
            assertThrows(IllegalStateException.class, socket::close);
            socket.loop().execute(() -> socket.text("yes"));
            assertEquals("yes", client.frame().text());
            assertEquals("back", client.send(RawWebSocket.LAST | RawWebSocket.TEXT, "back").frame().text());
        }
    }

    @Test
    void anErrorOfAHandlerEndsItsConnectionInOrderToo() throws Exception {
        Recorder deep = new Recorder() {
            @Override
            public void onText(WebSocket socket, String text) {
                throw new StackOverflowError("thrown by the test");
            }
        };
        CompletableFuture<Throwable> thrown = new CompletableFuture<>();
        try (Logged _ = Logged.by("millrace.http", entry -> thrown.complete(entry.getThrown()));
                HttpServer server = Servers.start((request, response) ->
                        WebSocketUpgrade.DEFAULT.accept(request, response, deep));
                RawWebSocket client = new RawWebSocket(server.port())) {
            assertEquals(1011, client.send(RawWebSocket.LAST | RawWebSocket.TEXT, "[[[[").frame().code());
            client.close();
            assertEquals("closed 1011 internal error", deep.next());
            assertEquals("thrown by the test", thrown.get(PATIENCE_SECONDS, TimeUnit.SECONDS).getMessage());
        }
    }

    @Test
    void whatHasBrokenAConnectionIsTold() throws Exception {
        Notes notes = new Notes();
        try (HttpServer server = Servers.start((request, response) ->
                WebSocketUpgrade.DEFAULT.accept(request, response, notes))) {
            try (RawWebSocket client = new RawWebSocket(server.port())) {
                client.socket.setSoLinger(true, 0);
            }
            assertEquals("open", notes.next());
            String closed = notes.next();
            assertTrue(closed.startsWith("closed 1006 ") && closed.contains("ECONNRESET"), closed);
        }
    }
}
