package millrace.cluster;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import millrace.loop.EventLoop;
import millrace.loop.PollerKind;
import millrace.os.ExitStatus;
import org.junit.jupiter.api.Test;

class GuardedEventsTest {
    private static final long DEADLINE_SECONDS = 60;

    /** Each event of a listener that is broken throughout. */
    private static final class Broken implements PrimaryEvents {
        private final CountDownLatch exits = new CountDownLatch(3);
        private final CountDownLatch lines = new CountDownLatch(3);

        @Override
        public void started(Worker worker) {
            throw new IllegalStateException("started");
        }

        @Override
        public void exited(Worker worker, ExitStatus status) {
            exits.countDown();
            throw new IllegalStateException("exited");
        }

        @Override
        public void restarting(int instance, long delayNanos) {
            throw new IllegalStateException("restarting");
        }

        @Override
        public void output(Worker worker, Stream to, byte[] buffer, int offset, int length, boolean endsLine) {
            lines.countDown();
            throw new IllegalStateException("output");
        }
    }

    @Test
    void aListenerThatThrowsAtEverythingStopsNeitherRestartsNorTheEnd() throws Exception {
        Broken broken = new Broken();
        AppSpec spec = AppSpec.of("fails", List.of("sh", "-c", "echo one; echo two; exit 3"))
                .withProtocol(AppSpec.Protocol.NONE);
        try (EventLoop loop = EventLoop.open("primary", PollerKind.EPOLL)) {
            loop.start();
            Primary primary = loop.submit(() -> Primary.start(loop, spec, broken))
                    .toCompletableFuture()
                    .get(DEADLINE_SECONDS, TimeUnit.SECONDS);
            assertTrue(broken.exits.await(DEADLINE_SECONDS, TimeUnit.SECONDS), "it was not started again");
            assertTrue(broken.lines.await(DEADLINE_SECONDS, TimeUnit.SECONDS), "its output ended with the first line");
            loop.submit(primary::stop)
                    .thenCompose(stopped -> stopped)
                    .toCompletableFuture()
                    .get(DEADLINE_SECONDS, TimeUnit.SECONDS);
        }
    }
}
