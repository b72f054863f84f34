package millrace.gateway.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Which connections to upstreams stay, and which have to go. */
@Timeout(60)
class IdleConnectionsTest {
    private static final String ANSWER = "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx";

    @TempDir
    Path folder;

    private static RawUpstream counting(AtomicInteger connections) throws IOException {
        return RawUpstream.start(talk -> {
            connections.incrementAndGet();
            while (!talk.head().isEmpty()) {
                talk.say(ANSWER);
            }
        });
    }

    private static CompletableFuture<String> asked(ProxyFixture gateway) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return gateway.get("/");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }, Thread::startVirtualThread);
    }

    @Test
    void oneAfterTheOtherNoMoreAreKeptThanTheRulesSay() throws Exception {
        AtomicInteger connections = new AtomicInteger();
        try (RawUpstream one = counting(connections); RawUpstream other = counting(connections);
                ProxyFixture gateway = new ProxyFixture(folder, "upstream u { server 127.0.0.1:" + one.port()
                        + "; server 127.0.0.1:" + other.port() + "; keepalive 1; } server { LISTEN; location / { proxy_pass http://u; } }")) {
            for (int i = 0; i < 6; i++) {
                assertTrue(gateway.get("/").endsWith("\r\n\r\nx"));
            }
            // The peers take turns, and each one's connection goes for the other's.
            assertEquals(6, connections.get());
        }
    }

    @Test
    void thoseTooManyGoWhenFewerAreInUse() throws Exception {
        AtomicInteger connections = new AtomicInteger();
        CyclicBarrier allAtOnce = new CyclicBarrier(4);
        Semaphore gone = new Semaphore(0);
        RawUpstream.Script script = talk -> {
            connections.incrementAndGet();
            while (!talk.head().isEmpty()) {
                meet(allAtOnce);
                talk.say(ANSWER);
            }
            gone.release();
        };
        try (RawUpstream app = RawUpstream.start(script);
                ProxyFixture gateway = new ProxyFixture(folder, "upstream u { server 127.0.0.1:" + app.port()
                        + "; keepalive 1; } server { LISTEN; location / { proxy_pass http://u; } }")) {
            for (int i = 0; i < 5; i++) {
                List<CompletableFuture<String>> answers = Stream.generate(() -> asked(gateway)).limit(4).toList();
                for (CompletableFuture<String> each : answers) {
                    assertTrue(each.get(30, TimeUnit.SECONDS).endsWith("\r\n\r\nx"));
                }
            }
            // However many were made on the way: all but one.
            assertTrue(gone.tryAcquire(connections.get() - 1, 30, TimeUnit.SECONDS));
        }
    }

    @Test
    void thoseThatHaveBecomeTunnelsDoNotCount() throws Exception {
        AtomicInteger answering = new AtomicInteger();
        CyclicBarrier allAtOnce = new CyclicBarrier(4);
        Semaphore gone = new Semaphore(0);
        RawUpstream.Script script = talk -> {
            String head = talk.head();
            if (head.contains("Upgrade")) {
                talk.say("HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\nx");
                talk.head(); // Until the client leaves.
                return;
            }
            answering.incrementAndGet();
            for (; !head.isEmpty(); head = talk.head()) {
                meet(allAtOnce);
                talk.say(ANSWER);
            }
            gone.release();
        };
        try (RawUpstream app = RawUpstream.start(script);
                ProxyFixture gateway = new ProxyFixture(folder, "upstream u { server 127.0.0.1:" + app.port()
                        + "; keepalive 1; } server { LISTEN; location / { proxy_pass http://u; } location /tunnel { proxy_pass http://u;"
                        + " proxy_set_header Upgrade x; proxy_set_header Connection upgrade; } }");
                SocketChannel one = gateway.connect(); SocketChannel two = gateway.connect(); SocketChannel three = gateway.connect()) {
            for (SocketChannel each : List.of(one, two, three)) {
                each.write(ByteBuffer.wrap("GET /tunnel HTTP/1.1\r\nHost: a\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n"
                        .getBytes(StandardCharsets.US_ASCII)));
                assertTrue(answer(each).startsWith("HTTP/1.1 101 "));
            }
            List<CompletableFuture<String>> answers = Stream.generate(() -> asked(gateway)).limit(4).toList();
            for (CompletableFuture<String> each : answers) {
                assertTrue(each.get(30, TimeUnit.SECONDS).endsWith("\r\n\r\nx"));
            }
            assertTrue(gone.tryAcquire(answering.get() - 1, 30, TimeUnit.SECONDS));
        }
    }

    private static void meet(CyclicBarrier others) throws IOException {
        try {
            others.await(30, TimeUnit.SECONDS);
        } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
            throw new IOException(e);
        }
    }

    @Test
    void anIdleOneMakesRoomForAnotherPeersUnderWorkerConnections() throws Exception {
        AtomicInteger connections = new AtomicInteger();
        try (RawUpstream one = counting(connections); RawUpstream other = counting(connections);
                ProxyFixture gateway = new ProxyFixture(folder, "upstream a { server 127.0.0.1:" + one.port()
                        + "; keepalive 1; } upstream b { server 127.0.0.1:" + other.port()
                        + "; keepalive 1; } server { LISTEN; location /a { proxy_pass http://a; } location /b { proxy_pass http://b; } }")) {
            // The client and one more.
            gateway.gateway().loops().getFirst().traffic().limit(2);
            try (SocketChannel client = gateway.connect()) {
                for (String path : new String[] {"/a", "/b", "/a", "/a"}) {
                    client.write(ByteBuffer.wrap(("GET " + path + " HTTP/1.1\r\nHost: a\r\n\r\n").getBytes(StandardCharsets.US_ASCII)));
                    String answer = answer(client);
                    assertTrue(answer.startsWith("HTTP/1.1 200 "), path + answer);
                }
            }
            assertEquals(3, connections.get());
        }
    }

    private static String answer(SocketChannel client) throws IOException {
        StringBuilder text = new StringBuilder();
        ByteBuffer one = ByteBuffer.allocate(1);
        while (text.indexOf("\r\n\r\nx") < 0 && text.indexOf("</html>") < 0 && client.read(one.clear()) > 0) {
            text.append((char) one.get(0));
        }
        return text.toString();
    }
}
