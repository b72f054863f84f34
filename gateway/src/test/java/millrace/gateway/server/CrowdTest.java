package millrace.gateway.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import millrace.gateway.Features;
import millrace.gateway.config.Configuration;
import millrace.gateway.config.Registry;
import millrace.gateway.config.Source;
import millrace.gateway.log.LogFiles;
import millrace.loop.PollerKind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Clients that are too many, or that come when the gateway is about to leave. */
@Timeout(60)
class CrowdTest {
    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

    @TempDir
    Path folder;

    private Gateway gateway;

    private Configuration configuration(String main, String server) throws Exception {
        String text = main + " error_log " + folder.resolve("error.log") + " warn; http { access_log off; server { listen unix:"
                + folder.resolve("socket") + "; location / { return 200 ok; } " + server + " } }";
        Configuration read = Configuration.read(Registry.of(Features.all()), Source.ofText(folder, text));
        LogFiles.of(read).open(folder.resolve("error.log"), trouble -> {
            throw new AssertionError(trouble);
        });
        return read;
    }

    private void open(String main, String server) throws Exception {
        gateway = Gateway.open(configuration(main, server), PollerKind.EPOLL_ET, 1, Map.of());
    }

    @AfterEach
    void close() throws Exception {
        gateway.abort();
        gateway.close();
        for (var loop : gateway.loops()) {
            loop.events().ended().toCompletableFuture().get(30, TimeUnit.SECONDS);
        }
    }

    private SocketChannel connect() throws Exception {
        return TestGateway.connect(folder.resolve("socket"));
    }

    private static void say(SocketChannel to, String text) throws Exception {
        to.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1)));
    }

    /** What comes up to an end, or until the other side closes. */
    private static String hear(SocketChannel from, String end) throws Exception {
        ByteBuffer one = ByteBuffer.allocate(1);
        StringBuilder all = new StringBuilder();
        while (all.indexOf(end) < 0 && from.read(one.clear()) >= 0) {
            all.append((char) one.get(0));
        }
        return all.toString();
    }

    private static String ask(SocketChannel client, String path) throws Exception {
        say(client, GET.replace("/ ", path + " "));
        return hear(client, "\r\n\r\nok");
    }

    private String log() throws Exception {
        return Files.readString(folder.resolve("error.log"));
    }

    @Test
    void whoIsTooManyIsTurnedAwayAndTheLogSaysSo() throws Exception {
        open("events { worker_connections 2; }", "");
        try (SocketChannel one = connect(); SocketChannel two = connect()) {
            // Both are at a request, which has not come to its end.
            say(one, "GET / HTTP/1.1\r\n");
            say(two, "GET / HTTP/1.1\r\n");
            gateway.loops().getFirst().events().submit(() -> null).toCompletableFuture().get(30, TimeUnit.SECONDS);
            try (SocketChannel three = connect()) {
                assertEquals("", hear(three, "never"));
            }
            assertTrue(log().contains("[alert]") && log().contains("2 worker_connections are not enough"), log());
            say(one, "Host: a\r\n\r\n");
            assertTrue(hear(one, "\r\n\r\nok").startsWith("HTTP/1.1 200 "));
        }
    }

    @Test
    void idleConnectionsMakeRoomThoseFirstThatCameFirst() throws Exception {
        open("events { worker_connections 1; }", "");
        try (SocketChannel one = connect()) {
            assertTrue(ask(one, "/").startsWith("HTTP/1.1 200 "));
            try (SocketChannel two = connect()) {
                assertTrue(ask(two, "/").startsWith("HTTP/1.1 200 "));
                assertEquals("", hear(one, "never"));
            }
        }
        assertTrue(log().contains("1 worker_connections are not enough, reusing connections"), log());
    }

    @Test
    void aRequestThatNeedsOneConnectionMoreThanThereMayBeIs500() throws Exception {
        open("events { worker_connections 1; }", "location /p { proxy_pass http://127.0.0.1:1; }");
        try (SocketChannel one = connect()) {
            say(one, GET.replace("/ ", "/p "));
            String answer = hear(one, "</html>");
            assertTrue(answer.startsWith("HTTP/1.1 500 "), answer);
        }
        assertTrue(log().contains("1 worker_connections are not enough while connecting to upstream"), log());
    }

    @Test
    void idleConnectionsMakeRoomForARequestThatNeedsOneMore() throws Exception {
        open("events { worker_connections 2; }", "location /p { proxy_pass http://unix:" + folder.resolve("nobody") + "; }");
        try (SocketChannel idle = connect(); SocketChannel one = connect()) {
            assertTrue(ask(idle, "/").startsWith("HTTP/1.1 200 "));
            say(one, GET.replace("/ ", "/p "));
            String answer = hear(one, "</html>");
            assertTrue(answer.startsWith("HTTP/1.1 502 "), answer);
            assertEquals("", hear(idle, "never"));
        }
    }

    @Test
    void withoutAWordEveryoneIsServed() throws Exception {
        open("events {}", "");
        assertEquals(Long.MAX_VALUE, gateway.loops().getFirst().traffic().limit());
    }

    /** The loop stands still while this lasts: who connects waits in the backlog. */
    private CountDownLatch standStill() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        CompletableFuture<Void> begun = new CompletableFuture<>();
        gateway.loops().getFirst().events().execute(() -> {
            begun.complete(null);
            try {
                end.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        begun.get(30, TimeUnit.SECONDS);
        return end;
    }

    @Test
    void whoHasConnectedBeforeTheGatewayQuitsIsServed() throws Exception {
        open("events {}", "");
        CountDownLatch end = standStill();
        try (SocketChannel waiting = connect()) {
            say(waiting, GET);
            CompletableFuture<Void> left = gateway.quit().toCompletableFuture();
            end.countDown();
            String answer = hear(waiting, "never");
            assertTrue(answer.startsWith("HTTP/1.1 200 ") && answer.contains("Connection: close"), answer);
            left.get(30, TimeUnit.SECONDS);
        }
    }

    @Test
    void whoHasConnectedBeforeAReloadDropsTheAddressIsServed() throws Exception {
        open("events {}", "");
        CountDownLatch end = standStill();
        try (SocketChannel waiting = connect()) {
            say(waiting, GET);
            String text = "events {} http { server { listen unix:" + folder.resolve("other") + "; } }";
            gateway.reload(Configuration.read(Registry.of(Features.all()), Source.ofText(folder, text)));
            end.countDown();
            assertTrue(hear(waiting, "never").startsWith("HTTP/1.1 200 "));
        }
    }

    @Test
    void connectionsOutliveAReloadByTheTimeThatIsSaidAndNoLonger() throws Exception {
        open("events {}", "");
        try (SocketChannel used = connect(); SocketChannel silent = connect()) {
            assertTrue(ask(used, "/").startsWith("HTTP/1.1 200 "));
            gateway.reload(configuration("events {}", ""), 0).toCompletableFuture().get(30, TimeUnit.SECONDS);
            assertTrue(ask(used, "/").startsWith("HTTP/1.1 200 "));
            gateway.reload(configuration("events {}", ""), 10).toCompletableFuture().get(30, TimeUnit.SECONDS);
            assertEquals("", hear(used, "never"));
            assertEquals("", hear(silent, "never"));
        }
    }
}
