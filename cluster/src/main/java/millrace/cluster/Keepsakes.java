package millrace.cluster;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.IntPredicate;
import millrace.os.Descriptor;

/**
 * Copies of the connections that a worker has accepted a moment ago. A worker accepts before it reads: one that is killed
 * in between has seen nothing of the request, and another can have it. For the loop's own thread only.
 *
 * <p>As long as a copy is open a worker's bare {@code close} does not end the connection for the client, so the moment is
 * a short one. Programs that end what they write first ({@code shutdown}) do not notice; Node and our loop do so.
 */
final class Keepsakes {
    static final long KEPT_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    /** The most that are kept; beyond that the oldest goes earlier. A power of two. */
    static final int MOST = 256;

    private final int[] fds = new int[MOST];
    private final RoundRobinPort[] ports = new RoundRobinPort[MOST];
    private final long[] sinceNanos = new long[MOST];
    private long oldest;
    private long next;

    /**
     * Keeps one.
     *
     * @param fd owned from now on
     */
    void add(int fd, RoundRobinPort port, long nowNanos) {
        if (next - oldest == MOST) {
            forgetOldest();
        }
        int i = index(next++);
        fds[i] = fd;
        ports[i] = port;
        sinceNanos[i] = nowNanos;
    }

    boolean isEmpty() {
        return next == oldest;
    }

    /** Closes those that have been kept long enough. */
    void expire(long nowNanos) {
        while (!isEmpty() && nowNanos - sinceNanos[index(oldest)] >= KEPT_NANOS) {
            forgetOldest();
        }
    }

    /** The worker is dead: those that it has not touched go to another. */
    void abandon(IntPredicate isUntouched, BiConsumer<RoundRobinPort, Integer> toAnother) {
        while (!isEmpty()) {
            int i = index(oldest);
            if (isUntouched.test(fds[i])) {
                oldest++;
                toAnother.accept(ports[i], fds[i]);
            } else {
                forgetOldest();
            }
        }
        Arrays.fill(ports, null);
    }

    private void forgetOldest() {
        Descriptor.close(fds[index(oldest++)]);
    }

    private static int index(long count) {
        return (int) (count & MOST - 1);
    }
}
