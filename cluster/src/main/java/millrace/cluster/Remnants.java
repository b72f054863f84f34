package millrace.cluster;

import java.util.concurrent.TimeUnit;
import millrace.loop.EventLoop;
import millrace.loop.Timer;
import millrace.os.Signal;

/**
 * What is left of a worker's {@link ProcessTree} when the worker itself has ended: it has been asked to end too, has the
 * same time for it, and is killed then. For the loop's own thread only.
 */
final class Remnants {
    private static final long FIRST_LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    /** What the kernel has not ended by then it cannot end. */
    private static final long GIVE_UP_NANOS = TimeUnit.SECONDS.toNanos(2);

    private final ProcessTree tree;
    private final EventLoop loop;
    private final Runnable gone;
    private final Timer timer;
    private long lookNanos = FIRST_LOOK_NANOS;
    private long killAtNanos;
    private boolean killed;

    /**
     * @param killNanos how long they have
     * @param gone called when nothing is left
     */
    Remnants(ProcessTree tree, EventLoop loop, long killNanos, Runnable gone) {
        this.tree = tree;
        this.loop = loop;
        this.gone = gone;
        this.killAtNanos = loop.nowNanos() + killNanos;
        this.timer = loop.timer(this::look);
    }

    /** Nobody tells when another's child ends: one has to look. */
    void look() {
        long left = killAtNanos - loop.nowNanos();
        if (tree.isGone() || killed && left <= 0) {
            timer.cancel();
            gone.run();
        } else if (left <= 0) {
            kill();
        } else {
            timer.arm(Math.min(lookNanos, left));
            lookNanos = Math.min(2 * lookNanos, LOOK_NANOS);
        }
    }

    /** The last step, now. */
    void kill() {
        if (!killed) {
            killed = true;
            tree.signal(Signal.SIGKILL);
            killAtNanos = loop.nowNanos() + GIVE_UP_NANOS;
            lookNanos = FIRST_LOOK_NANOS;
            timer.arm(lookNanos);
        }
    }
}
