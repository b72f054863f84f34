package millrace.loop;

/**
 * A task that is due at fixed times. A run that comes late does not make the following ones late; those whose time has
 * passed meanwhile are left out.
 */
final class Periodic implements Runnable {
    private final EventLoop loop;
    private final Runnable task;
    private final long periodNanos;
    private final Timer timer;
    private long dueNanos;

    Periodic(EventLoop loop, Runnable task, long initialDelayNanos, long periodNanos) {
        if (periodNanos <= 0) {
            throw new IllegalArgumentException("a period of " + periodNanos + " ns");
        }
        this.loop = loop;
        this.task = task;
        this.periodNanos = periodNanos;
        this.dueNanos = loop.nowNanos() + initialDelayNanos;
        this.timer = loop.timer(this);
        timer.arm(initialDelayNanos);
    }

    Timer timer() {
        return timer;
    }

    @Override
    public void run() {
        dueNanos = next(dueNanos, periodNanos, loop.nowNanos());
        timer.arm(dueNanos - loop.nowNanos());
        task.run();
    }

    /** The first time after the present one, in whole periods from the last that was due. */
    static long next(long dueNanos, long periodNanos, long nowNanos) {
        long lateNanos = Math.max(0, nowNanos - dueNanos);
        return dueNanos + (lateNanos / periodNanos + 1) * periodNanos;
    }
}
