package millrace.http;

import static millrace.http.RawHttp2Client.DATA;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class Http2AllocationTest {
    private static final int ROUNDS = 200;
    private static final int STREAMS = 50;
    private static final int SMALLEST_OBJECT_BYTES = 16;

    @Test
    void aHelloAllocatesNoObjectOnceWarm() throws Exception {
        AtomicLong loopThread = new AtomicLong();
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long most = (long) ROUNDS * STREAMS * SMALLEST_OBJECT_BYTES / 2;
        long least = Long.MAX_VALUE;
        try (HttpServer server = Servers.start((_, response) -> {
                    loopThread.setPlain(Thread.currentThread().threadId());
                    response.send("Hello, World!\n");
                });
                RawHttp2Client client = new RawHttp2Client(server)) {
            int id = 1;
            // The first rounds are the interpreter's and the compiler's; one that is free of them is enough.
            for (int attempt = 0; attempt < 60 && least > most; attempt++) {
                long before = loopThread.get() == 0 ? 0 : threads.getThreadAllocatedBytes(loopThread.get());
                for (int i = 0; i < ROUNDS; i++) {
                    id = ask(client, id);
                }
                long after = threads.getThreadAllocatedBytes(loopThread.get());
                least = before == 0 ? least : Math.min(least, after - before);
            }
        }
        long bytes = least;
        assertTrue(bytes <= most, () -> bytes + " bytes for " + ROUNDS * STREAMS + " requests");
    }

    /** Many streams at once; answers the number of the next. The client's window is opened for what it was sent. */
    private static int ask(RawHttp2Client client, int first) throws Exception {
        int id = first;
        for (int i = 0; i < STREAMS; i++, id += 2) {
            client.head(id, true, "GET", "/", "accept", "*/*");
        }
        client.number(RawHttp2Client.WINDOW_UPDATE, 0, STREAMS * "Hello, World!\n".length()).flush();
        for (int i = 0; i < STREAMS; i++) {
            client.next(DATA);
        }
        return id;
    }
}
