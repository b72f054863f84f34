package millrace.manager.watch;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.concurrent.TimeUnit;
import java.util.function.LongPredicate;
import millrace.loop.EventLoop;
import millrace.loop.Timer;
import millrace.manager.usage.ProcessTree;

/**
 * Looks whether a process, and all below it, has more memory than it may. It is told at most {@link
 * #LONGEST_MILLIS} after it has happened, so that two seconds are enough for what follows. For the loop's thread only.
 */
public final class MemoryLimit implements AutoCloseable {
    static final long LONGEST_MILLIS = 1_800;
    static final long SHORTEST_MILLIS = 500;

    private final ProcessTree tree;
    private final int pid;
    private final long limitBytes;
    private final LongPredicate exceeded;
    private final Timer timer;

    /**
     * Begins to look.
     *
     * @param tree may be used for others too
     * @param exceeded is told how many bytes there are; whether that has been acted on, else it is told again
     */
    public MemoryLimit(EventLoop loop, ProcessTree tree, int pid, long limitBytes, LongPredicate exceeded) {
        this.tree = tree;
        this.pid = pid;
        this.limitBytes = limitBytes;
        this.exceeded = exceeded;
        this.timer = loop.timer(this::look);
        timer.arm(TimeUnit.MILLISECONDS.toNanos(SHORTEST_MILLIS));
    }

    private void look() {
        try {
            if (!tree.look(pid)) {
                return;
            }
        } catch (IOException e) {
            System.getLogger("millrace.manager").log(Level.WARNING, "memory of process {0}: {1}", pid, e.getMessage());
        }
        long bytes = tree.residentBytes();
        if (bytes <= limitBytes || !exceeded.test(bytes)) {
            timer.arm(TimeUnit.MILLISECONDS.toNanos(delayMillis(bytes, limitBytes)));
        }
    }

    /** The nearer the limit, the sooner again: half of the way to go may be gone in a moment. */
    static long delayMillis(long bytes, long limitBytes) {
        double share = 1 - (double) bytes / limitBytes;
        return Math.max(SHORTEST_MILLIS, Math.min(LONGEST_MILLIS, Math.round(2 * share * LONGEST_MILLIS)));
    }

    /** Looks no more. */
    @Override
    public void close() {
        timer.cancel();
    }
}
