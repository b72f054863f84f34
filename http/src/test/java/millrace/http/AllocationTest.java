package millrace.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class AllocationTest {
    private static final int ROUNDS = 3_000;
    private static final int PIPELINED = 16;
    private static final int SMALLEST_OBJECT_BYTES = 16;

    @Test
    void aHelloAllocatesNoObjectOnceWarm() throws Exception {
        AtomicLong loopThread = new AtomicLong();
        Handler handler = (_, response) -> {
            loopThread.setPlain(Thread.currentThread().threadId());
            response.send("Hello, World!\n");
        };
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        try (HttpServer server = Servers.start(handler);
                RawClient client = new RawClient(server)) {
            String requests = "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".repeat(PIPELINED);
            long most = (long) ROUNDS * PIPELINED * SMALLEST_OBJECT_BYTES / 2;
            long least = Long.MAX_VALUE;
            // The first rounds are the interpreter's and the compiler's; one that is free of them is enough.
            for (int attempt = 0; attempt < 20 && least > most; attempt++) {
                long before = loopThread.get() == 0 ? 0 : threads.getThreadAllocatedBytes(loopThread.get());
                for (int i = 0; i < ROUNDS; i++) {
                    client.send(requests);
                    for (int j = 0; j < PIPELINED; j++) {
                        assertEquals(200, client.answer().status());
                    }
                }
                long after = threads.getThreadAllocatedBytes(loopThread.get());
                least = before == 0 ? least : Math.min(least, after - before);
            }
            long bytes = least;
            assertTrue(bytes <= most, () -> bytes + " bytes for " + ROUNDS * PIPELINED + " requests");
        }
    }
}
