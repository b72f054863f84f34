package millrace.gateway.proxy;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.zip.Deflater;
import millrace.http.HttpServer;
import millrace.http.websocket.WebSocket;
import millrace.http.websocket.WebSocketHandler;
import millrace.http.websocket.WebSocketUpgrade;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What an app and its client say by WebSocket is passed on as it is. */
@Timeout(60)
class WebSocketTunnelTest {
    private static final int LAST = 0x80;
    private static final int COMPRESSED = 0x40;
    private static final int TEXT = 1;
    private static final int BINARY = 2;
    private static final int CLOSE = 8;
    private static final int PING = 9;

    @TempDir
    Path folder;

    /** Sends back what comes, and closes when it is told to. */
    private static final class Echo implements WebSocketHandler {
        final CompletableFuture<Integer> closed = new CompletableFuture<>();

        @Override
        public void onText(WebSocket socket, String text) {
            if (text.equals("close")) {
                socket.close(4001, "as you wish");
            } else {
                socket.text(text);
            }
        }

        @Override
        public void onBinary(WebSocket socket, byte[] bytes, int offset, int length) {
            socket.binary(bytes, offset, length);
        }

        @Override
        public void onClosed(WebSocket socket, int code, String reason) {
            closed.complete(code);
        }
    }

    private static HttpServer app(Echo echo) throws IOException {
        return ProxyFixture.app((request, response) -> {
            if (request.header("upgrade") == null) {
                response.send("no socket");
            } else {
                WebSocketUpgrade.DEFAULT.accept(request, response, echo);
            }
        });
    }

    private static String text(HttpServer app) {
        return "map $http_upgrade $connection_upgrade { default upgrade; '' close; } server { LISTEN; location / {"
                + " proxy_pass http://127.0.0.1:" + app.port() + "; proxy_http_version 1.1;"
                + " proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection $connection_upgrade; } }";
    }

    /** A client with compression, whose handshake is done. */
    private static final class Client implements AutoCloseable {
        final SocketChannel channel;
        final DataInputStream in;

        Client(SocketChannel channel) throws IOException {
            this.channel = channel;
            in = new DataInputStream(Channels.newInputStream(channel));
            write("GET /chat HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                    .concat("Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n")
                    .concat("Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            StringBuilder head = new StringBuilder();
            while (head.indexOf("\r\n\r\n") < 0) {
                int c = in.read();
                if (c < 0) {
                    throw new EOFException(head.toString());
                }
                head.append((char) c);
            }
            assertTrue(head.toString().startsWith("HTTP/1.1 101 "), head::toString);
            assertTrue(head.indexOf("\r\nSec-WebSocket-Extensions: permessage-deflate; server_no_context_takeover; "
                    + "client_no_context_takeover\r\n") > 0, head::toString);
            assertTrue(head.indexOf("\r\nSec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n") > 0, head::toString);
        }

        private void write(byte[] bytes) throws IOException {
            for (ByteBuffer rest = ByteBuffer.wrap(bytes); rest.hasRemaining();) {
                channel.write(rest);
            }
        }

        /** Masked by zeros: what is sent can be compared with what was meant. */
        Client send(int first, byte[] payload) throws IOException {
            ByteBuffer frame = ByteBuffer.allocate(14 + payload.length).put((byte) first);
            if (payload.length < 126) {
                frame.put((byte) (0x80 | payload.length));
            } else {
                frame.put((byte) (0x80 | 127)).putLong(payload.length);
            }
            frame.putInt(0).put(payload).flip();
            write(Arrays.copyOf(frame.array(), frame.limit()));
            return this;
        }

        Client send(int first, String payload) throws IOException {
            return send(first, payload.getBytes(StandardCharsets.UTF_8));
        }

        byte[] read(int count) throws IOException {
            byte[] bytes = new byte[count];
            in.readFully(bytes);
            return bytes;
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }

    private static byte[] deflated(String text) {
        Deflater deflater = new Deflater(6, true);
        deflater.setInput(text.getBytes(StandardCharsets.UTF_8));
        byte[] out = new byte[1000];
        int length = deflater.deflate(out, 0, out.length, Deflater.SYNC_FLUSH) - 4;
        deflater.end();
        return Arrays.copyOf(out, length);
    }

    /** All that an app says to compressed fragments with a ping between them, to much, and to a close. */
    private static byte[] conversation(SocketChannel channel) throws Exception {
        try (Client client = new Client(channel)) {
            byte[] text = deflated("a text of which much is said again, said again, said again, and again, and again");
            client.send(COMPRESSED | TEXT, Arrays.copyOf(text, 10)).send(LAST | PING, "between")
                    .send(0, Arrays.copyOfRange(text, 10, 11)).send(LAST, Arrays.copyOfRange(text, 11, text.length));
            byte[] much = new byte[300_000];
            new Random(1).nextBytes(much);
            ByteArrayOutputStream heard = new ByteArrayOutputStream();
            Thread reader = Thread.startVirtualThread(() -> {
                try {
                    client.in.transferTo(heard);
                } catch (IOException e) {
                    heard.writeBytes(e.toString().getBytes(StandardCharsets.UTF_8));
                }
            });
            client.send(LAST | BINARY, much).send(LAST | CLOSE, new byte[] {0x0f, (byte) 0xa0, 'e', 'n', 'd'});
            reader.join();
            return heard.toByteArray();
        }
    }

    @Test
    void whatIsSaidIsTheSameAsWithoutAGatewayBetween() throws Exception {
        Echo echo = new Echo();
        try (HttpServer app = app(echo);
                ProxyFixture gateway = new ProxyFixture(folder, text(app))) {
            byte[] direct = conversation(
                    SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), app.port())));
            assertTrue(direct.length > 300_000);
            assertArrayEquals(new byte[] {(byte) 0x88, 2, 0x0f, (byte) 0xa0},
                    Arrays.copyOfRange(direct, direct.length - 4, direct.length));
            assertArrayEquals(direct, conversation(gateway.connect()));
            assertEquals(4000, echo.closed.get(30, TimeUnit.SECONDS));
        }
    }

    @Test
    void theCloseOfAnAppReachesItsClientAndTheAnswerTheApp() throws Exception {
        Echo echo = new Echo();
        try (HttpServer app = app(echo);
                ProxyFixture gateway = new ProxyFixture(folder, text(app));
                Client client = new Client(gateway.connect())) {
            client.send(LAST | TEXT, "close");
            assertArrayEquals(new byte[] {(byte) 0x88, 13, 0x0f, (byte) 0xa1}, client.read(4));
            assertEquals("as you wish", new String(client.read(11), StandardCharsets.UTF_8));
            client.send(LAST | CLOSE, new byte[] {0x0f, (byte) 0xa1});
            assertEquals(-1, client.in.read());
            assertEquals(4001, echo.closed.get(30, TimeUnit.SECONDS));
        }
    }

    @Test
    void aClientThatBreaksOffIsGoneForTheAppToo() throws Exception {
        Echo echo = new Echo();
        try (HttpServer app = app(echo);
                ProxyFixture gateway = new ProxyFixture(folder, text(app))) {
            Client client = new Client(gateway.connect());
            client.send(LAST | TEXT, "a");
            assertArrayEquals(new byte[] {(byte) 0x81, 1, 'a'}, client.read(3));
            client.close();
            assertEquals(1006, echo.closed.get(30, TimeUnit.SECONDS));
        }
    }

    @Test
    void aReloadLeavesConnectionsThatAreOpenAlone() throws Exception {
        Echo echo = new Echo();
        try (HttpServer app = app(echo);
                ProxyFixture gateway = new ProxyFixture(folder, text(app));
                Client client = new Client(gateway.connect())) {
            for (int i = 0; i < 3; i++) {
                client.send(LAST | TEXT, "before");
                assertEquals("before", new String(client.read(8), 2, 6, StandardCharsets.UTF_8));
                CompletableFuture<?> reloaded = gateway.beginReload(text(app)).toCompletableFuture();
                assertTrue(gateway.get("/").endsWith("no socket"));
                client.send(LAST | TEXT, "after");
                assertEquals("after", new String(client.read(7), 2, 5, StandardCharsets.UTF_8));
                assertFalse(reloaded.isCompletedExceptionally());
            }
            CompletableFuture<?> last = gateway.beginReload(text(app)).toCompletableFuture();
            client.send(LAST | CLOSE, new byte[] {0x03, (byte) 0xe8});
            assertArrayEquals(new byte[] {(byte) 0x88, 2, 0x03, (byte) 0xe8}, client.read(4));
            assertEquals(-1, client.in.read());
            last.get(30, TimeUnit.SECONDS);
            assertEquals(1000, echo.closed.get(30, TimeUnit.SECONDS));
        }
    }
}
