package millrace.loop;

/** A task that is due at fixed times; a run that comes late does not make the following ones late. */
final class Periodic implements Runnable {
    private final EventLoop loop;
    private final Runnable task;
    private final long periodNanos;
    private final Timer timer;
    private long dueNanos;

    Periodic(EventLoop loop, Runnable task, long initialDelayNanos, long periodNanos) {
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
        dueNanos = Math.max(dueNanos + periodNanos, loop.nowNanos());
        timer.arm(dueNanos - loop.nowNanos());
        task.run();
    }
}
