package millrace.loop.pool;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * How many wait, and whether there is room for one more. Any thread enters; only who holds the lock of the crew leaves,
 * and what those count lies far from what these count: two processors that write one cache line wait for each other.
 */
final class Room {
    private static final VarHandle COUNT = MethodHandles.arrayElementVarHandle(long[].class);

    /** More than a cache line, and the one that the processor fetches along with it, counted in longs. */
    private static final int APART = 16;

    private static final int ENTERED = APART;

    /** What has left at the last look: while that is enough, the workers' count is left alone. */
    private static final int LEFT_SEEN = ENTERED + 1;

    private static final int LEFT = LEFT_SEEN + APART;

    final int bound;
    private final long[] counts = new long[LEFT + APART];

    Room(int bound) {
        this.bound = bound;
    }

    boolean enter() {
        while (true) {
            long entered = (long) COUNT.getVolatile(counts, ENTERED);
            if (entered - (long) COUNT.getOpaque(counts, LEFT_SEEN) >= bound) {
                long left = (long) COUNT.getVolatile(counts, LEFT);
                COUNT.setOpaque(counts, LEFT_SEEN, left);
                if (entered - left >= bound) {
                    return false;
                }
            }
            if (COUNT.compareAndSet(counts, ENTERED, entered, entered + 1)) {
                return true;
            }
        }
    }

    /** Enters however full it is. */
    void squeezeIn() {
        COUNT.getAndAdd(counts, ENTERED, 1L);
    }

    /** Under the lock. */
    void leave() {
        COUNT.setRelease(counts, LEFT, counts[LEFT] + 1);
    }

    /** One that has entered goes back; any thread. */
    void turnBack() {
        COUNT.getAndAdd(counts, ENTERED, -1L);
    }
}
