package millrace.loop.stall;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class CarriersTest {
    @Test
    void aMountedThreadsTextNamesItsCarrierAndTheCarriersState() {
        String text = "VirtualThread[#31,a]/x@y]/timed_waiting@ForkJoinPool-1-worker-1";
        assertEquals("ForkJoinPool-1-worker-1", Carriers.carrier(text));
        assertEquals(Thread.State.TIMED_WAITING, Carriers.state(text));
        assertNull(Carriers.carrier("VirtualThread[#31]/waiting"));
        assertNull(Carriers.carrier("VirtualThread[#31,me@home]/waiting"));
    }

    /** The text of a thread is promised to nobody: this says when a JDK has another. */
    @Test
    void thisJdkWritesItSo() throws Exception {
        CountDownLatch seen = new CountDownLatch(1);
        CountDownLatch runs = new CountDownLatch(1);
        Thread thread = Thread.startVirtualThread(() -> {
            runs.countDown();
            while (seen.getCount() > 0) {
                Thread.onSpinWait();
            }
        });
        runs.await(60, TimeUnit.SECONDS);
        String text = thread.toString();
        seen.countDown();
        assertEquals("ForkJoinPool-", Carriers.carrier(text).substring(0, "ForkJoinPool-".length()), text);
        assertEquals(Thread.State.RUNNABLE, Carriers.state(text));
    }
}
