package millrace.gateway.server;

import static millrace.gateway.server.Certificates.freePort;
import static millrace.gateway.server.Certificates.identity;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import millrace.gateway.Features;
import millrace.gateway.config.Configuration;
import millrace.gateway.config.Registry;
import millrace.gateway.config.Source;
import millrace.loop.PollerKind;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A handshake's first message comes in whatever pieces the network makes of it. */
@Timeout(300)
class HelloPiecesTest {
    /** In place of where it is cut. */
    private static final int EACH = 0;

    @TempDir
    static Path folder;

    @BeforeAll
    static void makeCertificates() throws Exception {
        Certificates.in(folder, "localhost");
    }

    /** What a client says first; Java's own, which asks for a name. */
    private static byte[] hello() throws Exception {
        SSLEngine engine = SSLContext.getDefault().createSSLEngine("some.example", 443);
        engine.setUseClientMode(true);
        ByteBuffer out = ByteBuffer.allocate(1 << 16);
        engine.wrap(ByteBuffer.allocate(0), out);
        byte[] all = new byte[out.flip().remaining()];
        out.get(all);
        return all;
    }

    private static Gateway gateway(int http, int stream) throws Exception {
        String text = "events {} error_log " + folder.resolve("error.log") + "; http { server { listen 127.0.0.1:" + http + " ssl; "
                + identity("localhost") + "location / { return 200 fine; } } } stream { server { listen 127.0.0.1:" + stream
                + "; ssl_preread on; return $ssl_preread_server_name; } }";
        return Gateway.open(Configuration.read(Registry.of(Features.all()), Source.ofText(folder, text)), PollerKind.EPOLL_ET, 1,
                Map.of());
    }

    /** Sends it cut in two, or byte by byte; the gateway has read each piece before the next one is sent. */
    private static SocketChannel send(Gateway gateway, int port, byte[] hello, int cut) throws Exception {
        SocketChannel channel = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        for (int at = 0; at < hello.length;) {
            int end = cut == EACH ? at + 1 : at < cut ? cut : hello.length;
            channel.write(ByteBuffer.wrap(hello, at, end - at));
            at = end;
            for (int turn = 0; turn < 2; turn++) {
                gateway.loops().getFirst().events().submit(() -> null).toCompletableFuture().get(60, TimeUnit.SECONDS);
            }
        }
        return channel;
    }

    private interface Answer {
        void look(SocketChannel channel, String cut) throws Exception;
    }

    private static void cutAnywhere(Gateway gateway, int port, Answer answer) throws Exception {
        try {
            byte[] hello = hello();
            for (int cut = EACH; cut < hello.length; cut++) {
                try (SocketChannel channel = send(gateway, port, hello, cut)) {
                    answer.look(channel, "cut at " + cut);
                }
            }
        } finally {
            gateway.abort();
            gateway.close();
        }
    }

    @Test
    void aHandshakeIsAnswered() throws Exception {
        int port = freePort();
        cutAnywhere(gateway(port, freePort()), port, (channel, cut) -> {
            ByteBuffer head = ByteBuffer.allocate(6);
            while (head.hasRemaining()) {
                assertTrue(channel.read(head) > 0, cut);
            }
            // A record of the handshake, TLS 1.2 by its number, and in it the server's hello.
            assertEquals("160303", HexFormat.of().formatHex(head.array(), 0, 3), cut);
            assertEquals(2, head.get(5), cut);
        });
    }

    @Test
    void theNameIsFoundWithoutAnAnswer() throws Exception {
        int port = freePort();
        cutAnywhere(gateway(freePort(), port), port, (channel, cut) -> {
            ByteBuffer all = ByteBuffer.allocate(1 << 10);
            while (channel.read(all) >= 0) {
                assertTrue(all.hasRemaining(), cut);
            }
            assertEquals("some.example", new String(all.array(), 0, all.position(), StandardCharsets.ISO_8859_1), cut);
        });
    }
}
