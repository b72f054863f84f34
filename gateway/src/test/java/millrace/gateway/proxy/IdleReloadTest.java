package millrace.gateway.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import millrace.http.HttpServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of idle connections to upstreams when the configuration changes. */
@Timeout(60)
class IdleReloadTest {
    @TempDir
    Path folder;

    private static String text(int port, String keepAlive) {
        return "upstream u { server 127.0.0.1:" + port + "; " + keepAlive
                + " } server { LISTEN; location / { proxy_pass http://u; } }";
    }

    @ParameterizedTest
    @ValueSource(strings = {"keepalive 4;", "keepalive 4 local;"})
    void theNextConfigurationGoesOnWithThem(String keepAlive) throws Exception {
        Set<String> seen = ConcurrentHashMap.newKeySet();
        try (HttpServer app = ProxyFixture.app((request, response) -> {
                    seen.add(request.remoteAddress().toString());
                    response.send("x");
                });
                ProxyFixture gateway = new ProxyFixture(folder, text(app.port(), keepAlive))) {
            for (int i = 0; i < 10; i++) {
                assertTrue(gateway.get("/").endsWith("\r\n\r\nx"));
                gateway.reload(text(app.port(), keepAlive));
            }
            assertEquals(1, seen.size(), seen::toString);
        }
    }

    @Test
    void thoseThatTheOldOneHasMadeSinceGoWithIt() throws Exception {
        try (ServerSocket app = new ServerSocket(0, 9, InetAddress.getLoopbackAddress());
                ProxyFixture gateway = new ProxyFixture(folder, text(app.getLocalPort(), "keepalive 4;"));
                SocketChannel client = gateway.connect()) {
            client.write(bytes("POST / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: 1\r\nExpect: 100-continue\r\n\r\n"));
            ByteBuffer goOn = ByteBuffer.allocate("HTTP/1.1 100 Continue\r\n\r\n".length());
            while (goOn.hasRemaining()) {
                assertTrue(client.read(goOn) > 0);
            }
            CompletionStage<?> over = gateway.beginReload(text(app.getLocalPort(), "keepalive 4;"));
            client.write(bytes("x"));
            try (Socket kept = app.accept()) {
                kept.getOutputStream().write("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx".getBytes(StandardCharsets.US_ASCII));
                assertTrue(ProxyFixture.readAll(client).endsWith("\r\n\r\nx"));
                over.toCompletableFuture().get(30, TimeUnit.SECONDS);
                kept.setSoTimeout(30_000);
                assertTrue(new String(kept.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).startsWith("POST "));
            }
        }
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void thoseThatItDoesNotWantAreClosed() throws Exception {
        try (ServerSocket app = new ServerSocket(0, 9, InetAddress.getLoopbackAddress());
                ProxyFixture gateway = new ProxyFixture(folder, text(app.getLocalPort(), "keepalive 4;"))) {
            CompletableFuture<String> answer = CompletableFuture.supplyAsync(() -> {
                try {
                    return gateway.get("/");
                } catch (java.io.IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            });
            try (Socket kept = app.accept()) {
                kept.getOutputStream().write("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx".getBytes(StandardCharsets.US_ASCII));
                assertTrue(answer.get(30, TimeUnit.SECONDS).endsWith("\r\n\r\nx"));
                gateway.reload(text(app.getLocalPort(), "keepalive 5;"));
                // To the end of the stream: the request, and then nothing.
                assertTrue(new String(kept.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).startsWith("GET "));
            }
        }
    }
}
