package millrace.gateway.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** How requests and answers of HTTP/2 end, when they end together, too early, or never. */
@Timeout(60)
class Http2EndingsTest {
    private static final int INITIAL_WINDOW = 4;
    private static final int CANCEL = 8;
    private static final int ACK = 1;
    private static final String UNBUFFERED = "proxy_request_buffering off; ";
    private static final String CHUNKED = "POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n";

    @TempDir
    Path folder;

    private ProxyFixture gateway(RawUpstream upstream, String more) throws Exception {
        return new ProxyFixture(Files.createTempDirectory(folder, "g"), "upstream u { server 127.0.0.1:" + upstream.port()
                + "; keepalive 2; } server { LISTEN; location / { proxy_pass http://u; proxy_http_version 2; "
                + "proxy_buffering off; " + more + " } location /here { return 200 here; } }");
    }

    private static void say(SocketChannel client, String text) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
        while (bytes.hasRemaining()) {
            client.write(bytes);
        }
    }

    private static <T> T await(CompletableFuture<T> future) throws Exception {
        return future.get(30, TimeUnit.SECONDS);
    }

    @Test
    void theEndOfABodyComesWithItsLastPiece() throws Exception {
        CompletableFuture<FrameTalk.Frame> data = new CompletableFuture<>();
        try (RawUpstream upstream = RawUpstream.start(talk -> {
            FrameTalk frames = FrameTalk.begin(talk);
            FrameTalk.Frame head = frames.next(FrameTalk.HEADERS);
            data.complete(frames.next(FrameTalk.DATA));
            frames.answer(head.stream(), "ok");
            frames.waitForEnd();
        }); ProxyFixture gateway = gateway(upstream, UNBUFFERED)) {
            assertTrue(gateway.ask(CHUNKED + "3\r\nabc\r\n0\r\n\r\n").contains("\r\nok\r\n"));
            assertEquals("abc", new String(await(data).payload(), StandardCharsets.ISO_8859_1));
            assertEquals(FrameTalk.END_STREAM, await(data).flags());
        }
    }

    @Test
    void aPieceDoesNotWaitForTheNext() throws Exception {
        CompletableFuture<String> piece = new CompletableFuture<>();
        CompletableFuture<FrameTalk.Frame> last = new CompletableFuture<>();
        try (RawUpstream upstream = RawUpstream.start(talk -> {
            FrameTalk frames = FrameTalk.begin(talk);
            FrameTalk.Frame head = frames.next(FrameTalk.HEADERS);
            FrameTalk.Frame data = frames.next(FrameTalk.DATA);
            piece.complete(new String(data.payload(), StandardCharsets.ISO_8859_1) + data.flags());
            last.complete(frames.next(FrameTalk.DATA));
            frames.answer(head.stream(), "ok");
            frames.waitForEnd();
        }); ProxyFixture gateway = gateway(upstream, UNBUFFERED); SocketChannel client = gateway.connect()) {
            say(client, CHUNKED + "3\r\nabc\r\n");
            assertEquals("abc0", await(piece));
            say(client, "0\r\n\r\n");
            assertEquals(FrameTalk.END_STREAM, await(last).flags());
            assertEquals(0, await(last).payload().length);
            assertTrue(ProxyFixture.readAll(client).contains("\r\nok\r\n"));
        }
    }

    @Test
    void aPieceThatAWindowKeepsBackIsSentInTimeOrNotAtAll() throws Exception {
        CompletableFuture<Void> closed = new CompletableFuture<>();
        try (RawUpstream upstream = RawUpstream.start(talk -> {
            FrameTalk frames = FrameTalk.begin(talk, INITIAL_WINDOW, 0);
            while (frames.next(FrameTalk.SETTINGS).flags() != ACK) {
                continue;
            }
            closed.complete(null);
            frames.waitForEnd();
        }); ProxyFixture gateway = gateway(upstream, UNBUFFERED + "proxy_send_timeout 100ms;");
                SocketChannel client = gateway.connect()) {
            say(client, CHUNKED);
            await(closed);
            say(client, "3\r\nabc\r\n");
            assertTrue(ProxyFixture.readAll(client).startsWith("HTTP/1.1 504"));
            assertTrue(gateway.errors().contains("while sending request to upstream"), gateway.errors());
        }
    }

    @Test
    void anAnswerThatIsAllHereOutlivesItsConnection() throws Exception {
        CompletableFuture<Integer> sent = new CompletableFuture<>();
        try (RawUpstream upstream = RawUpstream.start(talk -> {
            FrameTalk frames = FrameTalk.begin(talk);
            int stream = frames.request();
            frames.send(FrameTalk.HEADERS, FrameTalk.END_HEADERS, stream, FrameTalk.OK);
            int length = frames.sendUntilHeld(stream, 64 << 20);
            frames.send(FrameTalk.DATA, FrameTalk.END_STREAM, stream, "");
            frames.ping();
            talk.reset();
            sent.complete(length);
        }); ProxyFixture gateway = gateway(upstream, ""); SocketChannel client = gateway.connect()) {
            say(client, "GET / HTTP/1.0\r\n\r\n");
            int length = await(sent);
            for (int i = 0; i < 2; i++) {
                assertTrue(gateway.get("/here").endsWith("here")); // The loop has noticed by now.
            }
            String answer = readAll(client, length + 4096);
            assertEquals(length, answer.length() - answer.indexOf("\r\n\r\n") - 4);
            assertEquals("", gateway.errors());
        }
    }

    private static String readAll(SocketChannel channel, int most) throws IOException {
        ByteBuffer answer = ByteBuffer.allocate(most);
        while (channel.read(answer) >= 0 && answer.hasRemaining()) {
            continue;
        }
        return new String(answer.array(), 0, answer.position(), StandardCharsets.ISO_8859_1);
    }

    @Test
    void aClientThatLeavesCostsTheStreamAndNotTheConnection() throws Exception {
        CompletableFuture<Integer> code = new CompletableFuture<>();
        LinkedBlockingQueue<Integer> connections = new LinkedBlockingQueue<>();
        try (RawUpstream upstream = RawUpstream.start(talk -> {
            connections.add(talk.number());
            FrameTalk frames = FrameTalk.begin(talk);
            int stream = frames.request();
            frames.send(FrameTalk.HEADERS, FrameTalk.END_HEADERS, stream, FrameTalk.OK);
            frames.send(FrameTalk.DATA, 0, stream, "part");
            code.complete(ByteBuffer.wrap(frames.next(FrameTalk.RST_STREAM).payload()).getInt());
            frames.answer(frames.request(), "next");
            frames.waitForEnd();
        }); ProxyFixture gateway = gateway(upstream, "")) {
            try (SocketChannel client = gateway.connect()) {
                say(client, "GET / HTTP/1.0\r\n\r\n");
                assertEquals(1, client.read(ByteBuffer.allocate(1))); // What is not read makes the end a reset.
            }
            assertEquals(CANCEL, await(code));
            assertTrue(gateway.get("/").endsWith("next"));
            assertEquals("[0]", connections.toString());
        }
    }

    @Test
    void aRequestWhoseClientLeavesBeforeItsBodyCouldBeSentIsNotLeftHalfSent() throws Exception {
        CompletableFuture<Integer> code = new CompletableFuture<>();
        try (RawUpstream upstream = RawUpstream.start(talk -> {
            FrameTalk frames = FrameTalk.begin(talk);
            int stream = frames.next(FrameTalk.HEADERS).stream();
            int received = 0;
            while (received < 65_535) { // The window, which is not opened again.
                received += frames.next(FrameTalk.DATA).payload().length;
            }
            frames.send(FrameTalk.HEADERS, FrameTalk.END_HEADERS, stream, FrameTalk.HINTS);
            code.complete(ByteBuffer.wrap(frames.next(FrameTalk.RST_STREAM).payload()).getInt());
            frames.waitForEnd();
        }); ProxyFixture gateway = gateway(upstream, "early_hints 1; proxy_ignore_client_abort on;")) {
            try (SocketChannel client = gateway.connect()) {
                say(client, "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 200000\r\n\r\n" + "x".repeat(200_000));
                assertEquals(1, client.read(ByteBuffer.allocate(1))); // What is not read makes the end a reset.
            }
            assertEquals(CANCEL, await(code));
        }
    }
}
