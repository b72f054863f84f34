package millrace.manager.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CompletableFuture;
import millrace.manager.usage.ProcessTree;
import millrace.os.PidFd;
import millrace.os.Signal;
import millrace.os.Signals;
import millrace.os.Spawn;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MemoryLimitTest {
    private static final long MIB = 1 << 20;

    /** With two seconds for what follows, nothing may go unseen for longer than 1.8 s. */
    @ParameterizedTest
    @CsvSource({"0, 1800", "50, 1800", "100, 1800", "150, 900", "180, 500", "200, 500"})
    void theNearerTheLimitTheSoonerItLooksAgain(long mebibytes, long millis) {
        assertEquals(millis, MemoryLimit.delayMillis(mebibytes * MIB, 200 * MIB));
    }

    @Test
    void theMemoryOfChildrenCounts() throws Exception {
        // The shell itself stays small; its child takes 60 MiB and waits.
        String script = "head -c 60M /dev/zero | tail -c 60M | sleep 1000; true";
        PidFd process = new Spawn("/bin/sh", "-c", script).newGroup().start();
        CompletableFuture<Long> exceeded = new CompletableFuture<>();
        try (LoopThread loop = new LoopThread()) {
            loop.on(() -> new MemoryLimit(
                    loop.loop(), new ProcessTree(), process.pid(), 50 * MIB, exceeded::complete));
            long bytes = LoopThread.get(exceeded);
            assertTrue(bytes > 50 * MIB, "exceeded with " + bytes);
        } finally {
            Signals.sendToGroup(process.pid(), Signal.SIGKILL);
            process.await();
            process.close();
        }
    }
}
