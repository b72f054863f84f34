package millrace.bench;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import millrace.bench.load.Run;
import millrace.http.HttpServer;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The promise about memory: a request leaves no object behind in the generator. */
@Timeout(400)
class AllocationTest {
    private static final int REQUESTS = 20_000;
    private static final int SMALLEST_OBJECT_BYTES = 16;
    /** How long the compiler may take: on a machine that is busy it has to wait for a processor. */
    private static final long PATIENCE_NANOS = 300_000_000_000L;

    static Stream<Bench> loads() {
        return Stream.of(
                Bench.of(URL).connections(8),
                Bench.of(URL).connections(2).pipelining(16),
                Bench.of(URL + "[<id>]").connections(4).replaceIds(),
                Bench.of(URL).connections(8).rate(50_000),
                Bench.of(URL).users(50, Duration.ZERO));
    }

    private static final AtomicLong SERVED = new AtomicLong();
    private static final HttpServer SERVER = serve();
    private static final String URL = "http://127.0.0.1:" + SERVER.port() + "/";

    private static HttpServer serve() {
        try {
            byte[] body = "hello".getBytes();
            return HttpServer.listen(0, (request, response) -> {
                SERVED.incrementAndGet();
                response.send(body);
            });
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @MethodSource("loads")
    void aRequestAllocatesNoObjectOnceWarm(Bench load) {
        Set<Long> others = Set.copyOf(generators());
        Run run = load.duration(Duration.ofMinutes(10)).start();
        try {
            ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
            long generator = generator(others);
            long most = (long) REQUESTS * SMALLEST_OBJECT_BYTES / 2;
            long least = Long.MAX_VALUE;
            // The first rounds are the interpreter's, for as long as the compiler gets no processor; one that is free of
            // it is enough.
            for (long end = System.nanoTime() + PATIENCE_NANOS; least > most && System.nanoTime() - end < 0; ) {
                long before = threads.getThreadAllocatedBytes(generator);
                await(SERVED.get() + REQUESTS);
                least = Math.min(least, threads.getThreadAllocatedBytes(generator) - before);
            }
            long bytes = least;
            assertTrue(bytes <= most, () -> bytes + " bytes for " + REQUESTS + " requests");
        } finally {
            run.stop();
            run.outcome().join();
        }
    }

    private static void await(long served) {
        while (SERVED.get() < served) {
            Thread.yield();
        }
    }

    private static List<Long> generators() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("bench-"))
                .map(Thread::threadId)
                .toList();
    }

    /** The thread of the run that has just begun; those of earlier ones may still be ending. */
    private static long generator(Set<Long> others) {
        while (true) {
            for (long id : generators()) {
                if (!others.contains(id)) {
                    return id;
                }
            }
            Thread.yield();
        }
    }
}
