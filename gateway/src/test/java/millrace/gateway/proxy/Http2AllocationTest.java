package millrace.gateway.proxy;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.io.ByteArrayOutputStream;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import millrace.http.HttpServer;
import millrace.loop.EventLoop;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The promise about memory, for requests that come by HTTP/2: none leaves an object behind. */
@Timeout(300)
class Http2AllocationTest {
    private static final int ROUNDS = 500;
    private static final int STREAMS = 16;
    private static final int BODY_BYTES = 128;
    private static final int SMALLEST_OBJECT_BYTES = 16;
    private static final long PATIENCE_NANOS = 120_000_000_000L;
    private static final String USUAL_FIELDS = "proxy_set_header Host $host; proxy_set_header X-Real-IP $remote_addr; "
            + "proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for; proxy_set_header X-Forwarded-Proto $scheme; ";

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {
        "proxy_pass http://u;",
        "proxy_pass http://u; " + USUAL_FIELDS + "add_header X-Frame-Options DENY always; access_log access.log;",
        "return 200 " + "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
                + "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef" + ";",
        "alias file;"
    })
    void aRequestAllocatesNoObjectOnceWarm(String lines) throws Exception {
        byte[] body = "x".repeat(BODY_BYTES).getBytes();
        Files.write(folder.resolve("file"), body);
        try (HttpServer app = ProxyFixture.app((request, response) -> response.send(body));
                ProxyFixture gateway = new ProxyFixture(folder, "upstream u { server 127.0.0.1:" + app.port()
                        + "; keepalive 32; } keepalive_requests 100000000; http2 on; "
                        + "server { LISTEN; location = /x { " + lines.replace("alias ", "alias " + folder + "/") + " } }");
                SocketChannel channel = gateway.connect()) {
            FrameTalk client = FrameTalk.ask(channel);
            long most = (long) ROUNDS * STREAMS * SMALLEST_OBJECT_BYTES / 2;
            long least = Long.MAX_VALUE;
            long loop = threadOf(gateway.gateway().loops().getFirst().events());
            ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
            int id = 1;
            // The first rounds are the interpreter's, for as long as the compiler gets no processor; one that is free of
            // it is enough.
            for (long end = System.nanoTime() + PATIENCE_NANOS; least > most && System.nanoTime() - end < 0; ) {
                long before = threads.getThreadAllocatedBytes(loop);
                for (int i = 0; i < ROUNDS; i++) {
                    id = ask(channel, client, id);
                }
                least = Math.min(least, threads.getThreadAllocatedBytes(loop) - before);
            }
            long bytes = least;
            assertTrue(bytes <= most, () -> bytes + " bytes for " + ROUNDS * STREAMS + " requests");
        }
    }

    private static long threadOf(EventLoop loop) throws Exception {
        CompletableFuture<Long> id = new CompletableFuture<>();
        loop.execute(() -> id.complete(Thread.currentThread().threadId()));
        return id.get(30, TimeUnit.SECONDS);
    }

    /** Many streams at once; answers the number of the next. The client's window is opened for what it gets. */
    private static int ask(SocketChannel channel, FrameTalk client, int first) throws Exception {
        byte[] head = FrameTalk.block(FrameTalk.field(":method", "GET"), FrameTalk.field(":scheme", "http"),
                FrameTalk.field(":path", "/x"), FrameTalk.field(":authority", "localhost"),
                FrameTalk.field("x-forwarded-for", "192.0.2.7"), FrameTalk.field("user-agent", "test"));
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(FrameTalk.frame(FrameTalk.WINDOW_UPDATE, 0, 0, FrameTalk.number(STREAMS * BODY_BYTES)));
        for (int i = 0; i < STREAMS; i++) {
            all.writeBytes(FrameTalk.frame(FrameTalk.HEADERS, FrameTalk.END_HEADERS | FrameTalk.END_STREAM, first + 2 * i, head));
        }
        channel.write(ByteBuffer.wrap(all.toByteArray()));
        for (int ended = 0; ended < STREAMS; ) {
            FrameTalk.Frame frame = client.next();
            ended += frame.type() == FrameTalk.DATA ? frame.flags() & FrameTalk.END_STREAM : 0;
            if (frame.type() == FrameTalk.GOAWAY || frame.type() == FrameTalk.RST_STREAM) {
                throw new IllegalStateException("the gateway has ended a stream: " + frame);
            }
        }
        return first + 2 * STREAMS;
    }
}
