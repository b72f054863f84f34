package millrace.gateway.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import millrace.http.HttpServer;
import millrace.loop.EventLoop;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The promise about memory: a proxied request on kept connections leaves no object behind. */
@Timeout(300)
class ProxyAllocationTest {
    private static final int ROUNDS = 2_000;
    private static final int CLIENTS = 8;
    private static final int SMALLEST_OBJECT_BYTES = 16;
    private static final long PATIENCE_NANOS = 120_000_000_000L;
    private static final byte[] REQUEST = ("GET /some/path?a=b HTTP/1.1\r\nHost: localhost\r\nUser-Agent: test\r\n"
            + "Accept: */*\r\nX-Forwarded-For: 192.0.2.7\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1);

    @TempDir
    Path folder;

    private static final String USUAL_FIELDS = "proxy_set_header Host $host; proxy_set_header X-Real-IP $remote_addr; "
            + "proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for; proxy_set_header X-Forwarded-Proto $scheme; ";

    /** Plain, with the fields that most configurations set, and as real ones are: with a log and fields of their own. */
    @ParameterizedTest
    @ValueSource(strings = {
        "",
        "proxy_set_header Host $host; proxy_set_header Connection \"\";",
        USUAL_FIELDS,
        USUAL_FIELDS + "add_header X-Frame-Options DENY always; add_header X-Served-By $server_name; "
                + "access_log access.log;",
        "access_log access.log combined buffer=32k flush=1s;"
    })
    void aProxiedRequestAllocatesNoObjectOnceWarm(String lines) throws Exception {
        byte[] body = "x".repeat(128).getBytes();
        List<SocketChannel> clients = new ArrayList<>();
        try (HttpServer app = ProxyFixture.app((request, response) -> response.send(body));
                ProxyFixture gateway = new ProxyFixture(folder, "upstream u { server 127.0.0.1:" + app.port()
                        + "; keepalive 32; } keepalive_requests 1000000; "
                        + "server { LISTEN; location / { proxy_pass http://u; " + lines + " } }")) {
            for (int i = 0; i < CLIENTS; i++) {
                clients.add(gateway.connect());
            }
            long most = (long) ROUNDS * CLIENTS * SMALLEST_OBJECT_BYTES / 2;
            long least = Long.MAX_VALUE;
            long loop = threadOf(gateway.gateway().loops().getFirst().events());
            ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
            // The first rounds are the interpreter's, for as long as the compiler gets no processor; one that is free of
            // it is enough.
            for (long end = System.nanoTime() + PATIENCE_NANOS; least > most && System.nanoTime() - end < 0; ) {
                long before = threads.getThreadAllocatedBytes(loop);
                for (int i = 0; i < ROUNDS; i++) {
                    askAll(clients);
                }
                least = Math.min(least, threads.getThreadAllocatedBytes(loop) - before);
            }
            long bytes = least;
            assertTrue(bytes <= most, () -> bytes + " bytes for " + ROUNDS * CLIENTS + " requests");
        } finally {
            for (SocketChannel client : clients) {
                client.close();
            }
        }
    }

    private static long threadOf(EventLoop loop) throws Exception {
        CompletableFuture<Long> id = new CompletableFuture<>();
        loop.execute(() -> id.complete(Thread.currentThread().threadId()));
        return id.get(30, TimeUnit.SECONDS);
    }

    private static void askAll(List<SocketChannel> clients) throws Exception {
        for (SocketChannel client : clients) {
            client.write(ByteBuffer.wrap(REQUEST));
        }
        ByteBuffer answer = ByteBuffer.allocate(4096);
        for (SocketChannel client : clients) {
            answer.clear();
            while (answer.position() < 128 || answer.get(answer.position() - 128) != 'x') {
                if (client.read(answer) < 0) {
                    throw new IllegalStateException("the gateway has closed the connection");
                }
            }
            assertEquals('2', answer.get(9));
        }
    }
}
