package millrace.os;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** Bytes that the calling thread allocates on the heap. */
final class Allocation {
    private static final int ROUND = 10_000;
    private static final long WARM_UP_NANOS = 60_000_000_000L;

    private Allocation() {}

    /** Repeats an action until it is compiled and a round allocates nothing: 0, or what the last round allocated. */
    static long afterWarmUp(Runnable action) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long start = System.nanoTime();
        long allocated;
        do {
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < ROUND; i++) {
                action.run();
            }
            allocated = threads.getCurrentThreadAllocatedBytes() - before;
        } while (allocated > 0 && System.nanoTime() - start < WARM_UP_NANOS);
        return allocated;
    }
}
