package millrace.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import millrace.cluster.AppSpec.Protocol;
import millrace.loop.EventLoop;
import millrace.loop.PollerKind;
import millrace.os.ExitStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What workers write comes whole and in order, whenever they end and whether it is read at once or not. */
@Timeout(120)
class OutputTest {
    private static final int LINES = 2_000;

    /** Counts the numbers that workers write, each of which has to be the next one. */
    private static final class Counter implements PrimaryEvents {
        final Map<Worker, Integer> lines = new HashMap<>();
        final CompletableFuture<Void> over = new CompletableFuture<>();
        Consumer<Worker> atFirstLine = worker -> {};
        private int running;

        Counter(int workers) {
            running = workers;
        }

        @Override
        public void output(Worker worker, Stream stream, byte[] buffer, int offset, int length, boolean endsLine) {
            int number = Integer.parseInt(new String(buffer, offset, length, StandardCharsets.US_ASCII).strip());
            int last = lines.getOrDefault(worker, 0);
            if (number != last + 1) {
                over.completeExceptionally(new AssertionError("worker " + worker.id() + ": " + number + " after " + last));
            }
            lines.put(worker, number);
            if (number == 1) {
                atFirstLine.accept(worker);
            }
        }

        @Override
        public void exited(Worker worker, ExitStatus status) {
            if (--running == 0) {
                over.complete(null);
            }
        }
    }

    /** Far more than a pipe holds, so that it is still writing when the first lines are read. */
    private static AppSpec writer(int lines) {
        return AppSpec.of("writer", List.of("seq", "-f", "%070.0f", Integer.toString(lines)))
                .withProtocol(Protocol.NONE)
                .withRestart(RestartPolicy.DEFAULT.withAutomatic(false));
    }

    @Test
    void noTailOfAShortJobIsLost() throws Exception {
        int jobs = 100;
        Counter counter = new Counter(jobs);
        try (EventLoop loop = EventLoop.open("primary", PollerKind.EPOLL)) {
            loop.execute(() -> Primary.start(loop, writer(LINES).withInstances(jobs), counter));
            loop.start();
            counter.over.get(100, TimeUnit.SECONDS);
        }
        assertEquals(jobs, counter.lines.size());
        assertEquals(Set.of(LINES), Set.copyOf(counter.lines.values()));
    }

    @Test
    void aWorkerWhoseOutputIsNotReadWaitsAndNothingIsLost() throws Exception {
        int many = 100_000;
        Counter counter = new Counter(1);
        CompletableFuture<Integer> whenPaused = new CompletableFuture<>();
        try (EventLoop loop = EventLoop.open("primary", PollerKind.EPOLL)) {
            loop.execute(() -> {
                Primary primary = Primary.start(loop, writer(many), counter);
                counter.atFirstLine = worker -> {
                    primary.pauseOutput(worker);
                    // It can end no sooner than its output has been read, however long that takes.
                    loop.schedule(() -> {
                        whenPaused.complete(counter.lines.get(worker));
                        primary.resumeOutput(worker);
                    }, 200, TimeUnit.MILLISECONDS);
                };
            });
            loop.start();
            counter.over.get(100, TimeUnit.SECONDS);
        }
        assertTrue(whenPaused.getNow(many) < many, "it was not slowed down");
        assertEquals(Set.of(many), Set.copyOf(counter.lines.values()));
    }
}
