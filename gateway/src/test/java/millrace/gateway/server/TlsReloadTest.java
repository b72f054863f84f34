package millrace.gateway.server;

import static millrace.gateway.server.Certificates.freePort;
import static millrace.gateway.server.Certificates.identity;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.InputStream;
import java.lang.ref.Reference;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import millrace.gateway.Features;
import millrace.gateway.config.Configuration;
import millrace.gateway.config.Registry;
import millrace.gateway.config.Source;
import millrace.loop.PollerKind;
import millrace.os.SslContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a configuration has of OpenSSL goes with it: at once, and not before the last who needs it. */
@Timeout(600)
class TlsReloadTest {
    private static final int SERVERS = 20;

    @TempDir
    static Path folder;

    private static Certificates certificates;

    @BeforeAll
    static void makeCertificates() throws Exception {
        certificates = Certificates.in(folder, "localhost");
    }

    private static Configuration configuration(int port) throws Exception {
        StringBuilder servers = new StringBuilder();
        for (int i = 0; i < SERVERS; i++) {
            servers.append("server { listen 127.0.0.1:").append(port).append(" ssl; server_name s").append(i).append("; ")
                    .append(identity("localhost")).append("location / { proxy_pass https://127.0.0.1:9; } ")
                    .append("location /ok { return 200 ok; } }");
        }
        return Configuration.read(Registry.of(Features.all()),
                Source.ofText(folder, "events {} error_log " + folder + "/error.log; http { " + servers + " }"));
    }

    private static String ask(int port) throws Exception {
        return certificates.run("sh", "-c", "printf 'GET /ok HTTP/1.0\\r\\n\\r\\n' | openssl s_client -ign_eof -quiet -connect "
                + "127.0.0.1:" + port + " -servername s7 2>&1");
    }

    /** Until only so many are there; others in this process may go, too, meanwhile. */
    private static void assertFreed(long most) {
        long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(2);
        while (SslContext.live() > most && System.nanoTime() < deadline) {
            Thread.yield();
        }
        assertTrue(SslContext.live() <= most, SslContext.live() + " instead of " + most);
    }

    @Test
    void whatAnOldConfigurationHadIsFreedWithoutTheCollector() throws Exception {
        int port = freePort();
        Configuration last = configuration(port);
        Gateway gateway = Gateway.open(last, PollerKind.EPOLL_ET, 2, Map.of());
        try {
            long one = SslContext.live();
            Configuration[] all = new Configuration[10]; // Held: so it is not the collector who frees them.
            for (int i = 0; i < all.length; i++) {
                all[i] = configuration(port);
                gateway.reload(all[i], 0).toCompletableFuture().get(60, TimeUnit.SECONDS);
                assertFreed(one);
            }
            assertTrue(ask(port).endsWith("\r\n\r\nok"));
            Reference.reachabilityFence(all);
            Reference.reachabilityFence(last);
        } finally {
            gateway.abort();
            gateway.close();
        }
    }

    /** What a client of Java says first. */
    private static byte[] hello() throws Exception {
        SSLEngine engine = SSLContext.getDefault().createSSLEngine("s7", 443);
        engine.setUseClientMode(true);
        ByteBuffer out = ByteBuffer.allocate(1 << 16);
        engine.wrap(ByteBuffer.allocate(0), out);
        byte[] all = new byte[out.flip().remaining()];
        out.get(all);
        return all;
    }

    @Test
    void aHandshakeThatHasBegunKeepsItsConfiguration() throws Exception {
        int port = freePort();
        byte[] hello = hello();
        Configuration first = configuration(port);
        Gateway gateway = Gateway.open(first, PollerKind.EPOLL_ET, 1, Map.of());
        try (Socket client = new Socket(InetAddress.getLoopbackAddress(), port)) {
            client.setSoTimeout((int) TimeUnit.SECONDS.toMillis(60));
            client.setTcpNoDelay(true);
            client.getOutputStream().write(hello, 0, hello.length / 2);
            ask(port); // By the one loop, which has seen the beginning of the other handshake by now.
            long before = SslContext.live();
            CompletableFuture<Void> over = gateway.reload(configuration(port), 0).toCompletableFuture();
            ask(port);
            assertFalse(over.isDone());
            client.getOutputStream().write(hello, hello.length / 2, hello.length - hello.length / 2);
            InputStream in = client.getInputStream();
            assertEquals(0x16, in.read(), "no handshake, but an alert");
            client.close();
            over.get(60, TimeUnit.SECONDS);
            assertFreed(before);
            assertTrue(ask(port).endsWith("\r\n\r\nok"));
            Reference.reachabilityFence(first);
        } finally {
            gateway.abort();
            gateway.close();
        }
    }
}
