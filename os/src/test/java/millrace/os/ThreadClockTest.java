package millrace.os;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ThreadClockTest {
    private static final long WORK_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    @Test
    void theTimeOfAThreadGrowsByWhatItComputesAndIsPartOfTheProcessTime() {
        int self = ThreadClock.current();
        long process = ThreadClock.processCpuNanos();
        long before = ThreadClock.cpuNanos(self);
        while (ThreadClock.cpuNanos(self) - before < WORK_NANOS) {
            Thread.onSpinWait();
        }
        assertTrue(ThreadClock.processCpuNanos() - process >= WORK_NANOS);
    }

    @Test
    void anotherThreadIsReadAndAnEndedOneIsUnknown() throws Exception {
        CompletableFuture<Integer> number = new CompletableFuture<>();
        CountDownLatch done = new CountDownLatch(1);
        Thread thread = Thread.ofPlatform().start(() -> {
            number.complete(ThreadClock.current());
            try {
                done.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        int other = number.get(60, TimeUnit.SECONDS);
        assertNotEquals(ThreadClock.current(), other);
        assertTrue(ThreadClock.cpuNanos(other) > 0);
        done.countDown();
        thread.join();
        // The kernel's part of a thread ends a moment after Java's.
        while (ThreadClock.cpuNanos(other) != ThreadClock.UNKNOWN) {
            Thread.onSpinWait();
        }
        assertEquals(ThreadClock.UNKNOWN, ThreadClock.runDelayNanos(other));
    }

    @Test
    void theWaitForAProcessorIsTheSecondNumber() {
        assertEquals(504079601, ThreadClock.runDelay("505467045 504079601 127\n"));
        assertEquals(ThreadClock.UNKNOWN, ThreadClock.runDelay(""));
        assertTrue(ThreadClock.runDelayNanos(ThreadClock.current()) >= ThreadClock.UNKNOWN);
    }
}
