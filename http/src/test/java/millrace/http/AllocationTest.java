package millrace.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AllocationTest {
    private static final int ROUNDS = 3_000;
    private static final int CLIENTS = 16;
    private static final int SMALLEST_OBJECT_BYTES = 16;

    /** Several clients at once, each with one request at a time: several answers leave in one turn, each by itself. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aHelloAllocatesNoObjectOnceWarm(boolean declared) throws Exception {
        AtomicLong loopThread = new AtomicLong();
        Handler hello = (_, response) -> {
            loopThread.setPlain(Thread.currentThread().threadId());
            response.send("Hello, World!\n");
        };
        Handler handler = declared
                ? Accepts.builder().methods("GET").bodyBytes(0).queryBytes(100).handler(hello)
                : hello;
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        List<RawClient> clients = new ArrayList<>();
        try (HttpServer server = Servers.start(handler)) {
            for (int i = 0; i < CLIENTS; i++) {
                clients.add(new RawClient(server));
            }
            long most = (long) ROUNDS * CLIENTS * SMALLEST_OBJECT_BYTES / 2;
            long least = Long.MAX_VALUE;
            // The first rounds are the interpreter's and the compiler's; one that is free of them is enough.
            for (int attempt = 0; attempt < 20 && least > most; attempt++) {
                long before = loopThread.get() == 0 ? 0 : threads.getThreadAllocatedBytes(loopThread.get());
                for (int i = 0; i < ROUNDS; i++) {
                    askAll(clients);
                }
                long after = threads.getThreadAllocatedBytes(loopThread.get());
                least = before == 0 ? least : Math.min(least, after - before);
            }
            long bytes = least;
            assertTrue(bytes <= most, () -> bytes + " bytes for " + ROUNDS * CLIENTS + " requests");
        } finally {
            for (RawClient client : clients) {
                client.close();
            }
        }
    }

    private static void askAll(List<RawClient> clients) throws Exception {
        for (RawClient client : clients) {
            client.send("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
        }
        for (RawClient client : clients) {
            assertEquals(200, client.answer().status());
        }
    }
}
