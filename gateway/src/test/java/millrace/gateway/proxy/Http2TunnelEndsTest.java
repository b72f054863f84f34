package millrace.gateway.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** How tunnels through streams of HTTP/2 slow down, and how they end. */
@Timeout(120)
class Http2TunnelEndsTest {
    private static final int CANCEL = 8;
    private static final int MUCH = 32 << 20;

    /** What the kernel holds of a connection at most, on either side, by far. */
    private static final int KERNEL = 24 << 20;

    @TempDir
    Path folder;

    @Test
    void aClientThatIsSlowSlowsTheUpstreamDown() throws Exception {
        AtomicLong written = new AtomicLong();
        try (RawUpstream up = TunnelClient.agreeing(talk -> {
                    byte[] piece = new byte[1 << 16];
                    for (int i = 0; i < MUCH / piece.length; i++) {
                        talk.socket().getOutputStream().write(piece);
                        written.addAndGet(piece.length);
                    }
                });
                ProxyFixture gateway = new ProxyFixture(folder, TunnelClient.configuration(up.port(), ""));
                TunnelClient client = TunnelClient.open(gateway, TunnelClient.INITIAL_WINDOW, 1000)) {
            long before;
            int same = 0;
            do {
                before = written.get();
                assertTrue(gateway.get("/alive").endsWith("yes"));
                same = written.get() == before ? same + 1 : 0;
            } while (written.get() == 0 || same < 50);
            assertTrue(written.get() < KERNEL, () -> written + " bytes for a client that takes 1000");
            client.allow(1, MUCH);
            for (int left = MUCH; left > 0; ) {
                FrameTalk.Frame frame = client.data(1);
                assertEquals(FrameTalk.DATA, frame.type());
                left -= frame.payload().length;
            }
            assertTrue(TunnelClient.isEnd(client.data(1)));
        }
    }

    @Test
    void anUpstreamThatIsSlowSlowsTheClientDown() throws Exception {
        CompletableFuture<Void> held = new CompletableFuture<>();
        CompletableFuture<Long> read = new CompletableFuture<>();
        try (RawUpstream up = TunnelClient.agreeing(talk -> {
                    held.join();
                    byte[] piece = new byte[1 << 16];
                    long all = 0;
                    for (int n = 0; n >= 0; n = talk.socket().getInputStream().read(piece)) {
                        all += n;
                    }
                    read.complete(all);
                });
                ProxyFixture gateway = new ProxyFixture(folder,
                        "http2_body_preread_size 1m; " + TunnelClient.configuration(up.port(), ""));
                TunnelClient client = TunnelClient.open(gateway)) {
            long sent = client.frames.sendUntilHeld(1, MUCH);
            assertTrue(sent < MUCH, "all was taken");
            held.complete(null);
            // It goes on as soon as the upstream reads.
            client.frames.next(FrameTalk.WINDOW_UPDATE);
            client.frames.send(FrameTalk.DATA, FrameTalk.END_STREAM, 1, "");
            assertEquals(sent, read.get(60, TimeUnit.SECONDS));
        }
    }

    @Test
    void theEndOfTheClientsSideLeavesTheUpstreamTheLastWord() throws Exception {
        try (RawUpstream up = TunnelClient.agreeing(talk -> {
                    String all = new String(talk.socket().getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
                    talk.say("after " + all);
                });
                ProxyFixture gateway = new ProxyFixture(folder, TunnelClient.configuration(up.port(), ""));
                TunnelClient client = TunnelClient.open(gateway)) {
            client.frames.send(FrameTalk.DATA, FrameTalk.END_STREAM, 1, "bye");
            assertEquals("after bye", client.text(1, 9));
            assertTrue(TunnelClient.isEnd(client.data(1)));
        }
    }

    @Test
    void aStreamThatIsResetIsGoneForTheUpstreamAndOthersGoOn() throws Exception {
        CompletableFuture<Integer> ended = new CompletableFuture<>();
        try (RawUpstream up = TunnelClient.agreeing(talk -> {
                    InputStream in = talk.socket().getInputStream();
                    try {
                        for (int c = in.read(); c >= 0; c = in.read()) {
                            talk.say(String.valueOf((char) c));
                        }
                    } finally {
                        ended.complete(talk.number());
                    }
                });
                ProxyFixture gateway = new ProxyFixture(folder, TunnelClient.configuration(up.port(), ""));
                TunnelClient client = TunnelClient.open(gateway)) {
            client.ask(3, "/chat").answer();
            client.send(1, "a");
            assertEquals("a", client.text(1, 1));
            client.frames.send(FrameTalk.RST_STREAM, 0, 1, FrameTalk.number(CANCEL));
            assertEquals(0, ended.get(60, TimeUnit.SECONDS));
            client.send(3, "b");
            assertEquals("b", client.text(3, 1));
        }
    }

    @Test
    void anUpstreamThatResetsItsConnectionResetsTheStream() throws Exception {
        try (RawUpstream up = TunnelClient.agreeing(talk -> {
                    talk.socket().getInputStream().read();
                    talk.reset();
                });
                ProxyFixture gateway = new ProxyFixture(folder, TunnelClient.configuration(up.port(), ""));
                TunnelClient client = TunnelClient.open(gateway)) {
            client.send(1, "x");
            FrameTalk.Frame reset = client.data(1);
            assertEquals(FrameTalk.RST_STREAM, reset.type());
            assertEquals(CANCEL, ByteBuffer.wrap(reset.payload()).getInt());
        }
    }

    @Test
    void aTunnelInWhichNothingIsSaidEndsInEitherProtocol() throws Exception {
        try (RawUpstream up = TunnelClient.agreeing(talk -> talk.socket().getInputStream().read());
                ProxyFixture gateway = new ProxyFixture(folder, TunnelClient.configuration(up.port(), "proxy_read_timeout 200ms;"));
                TunnelClient client = TunnelClient.open(gateway);
                SocketChannel old = gateway.connect()) {
            assertTrue(TunnelClient.isEnd(client.data(1)));
            old.write(ByteBuffer.wrap(("GET / HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: upgrade\r\n"
                    + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n").getBytes(StandardCharsets.US_ASCII)));
            assertTrue(ProxyFixture.readAll(old).startsWith("HTTP/1.1 101 "));
            String log = gateway.errors();
            String words = "upstream timed out (110: Connection timed out) while proxying upgraded connection";
            assertTrue(log.indexOf(words) > 0 && log.indexOf(words) < log.lastIndexOf(words), log);
        }
    }

    @Test
    void aReloadLeavesTunnelsAlone() throws Exception {
        try (RawUpstream up = TunnelClient.agreeing(talk -> {
                    InputStream in = talk.socket().getInputStream();
                    for (int c = in.read(); c != 'q'; c = in.read()) {
                        talk.say(String.valueOf((char) c));
                    }
                });
                ProxyFixture gateway = new ProxyFixture(folder, TunnelClient.configuration(up.port(), ""));
                TunnelClient client = TunnelClient.open(gateway)) {
            CompletionStage<?> reloaded = gateway.beginReload(TunnelClient.configuration(up.port(), ""));
            for (int i = 0; i < 3; i++) {
                client.send(1, "a");
                assertEquals("a", client.text(1, 1));
            }
            assertFalse(reloaded.toCompletableFuture().isDone());
            client.send(1, "q");
            assertTrue(TunnelClient.isEnd(client.data(1)));
            reloaded.toCompletableFuture().get(60, TimeUnit.SECONDS);
        }
    }
}
