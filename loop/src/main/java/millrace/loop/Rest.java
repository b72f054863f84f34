package millrace.loop;

import java.util.concurrent.TimeUnit;
import millrace.loop.stall.Pulse;
import millrace.os.OsException;

/** The loop's wait between two turns: how long it is, and what the watch over the loop hears of it. */
final class Rest {
    private final Watches watches;
    private final TimerWheel timers;
    private final TaskQueue tasks;
    private final Pulse pulse;
    private long wokeNanos;

    Rest(Watches watches, TimerWheel timers, TaskQueue tasks, Pulse pulse) {
        this.watches = watches;
        this.timers = timers;
        this.tasks = tasks;
        this.pulse = pulse;
    }

    /**
     * Waits until a descriptor is ready, a timer is due or a task arrives.
     *
     * @param busy whether there is something left to do, so that it only looks
     * @return how many descriptors are ready
     */
    int await(boolean busy) throws OsException {
        long now = System.nanoTime();
        int timeoutMillis = busy ? 0 : timeoutMillis(now);
        if (timeoutMillis != 0 && !tasks.sleep()) {
            timeoutMillis = 0;
        }
        pulse.rests(now);
        int ready = watches.await(timeoutMillis);
        if (timeoutMillis != 0) {
            tasks.awake();
        }
        wokeNanos = System.nanoTime();
        boolean timed = timeoutMillis > 0;
        pulse.wakes(wokeNanos, timed ? now + TimeUnit.MILLISECONDS.toNanos(timeoutMillis) : wokeNanos);
        return ready;
    }

    private int timeoutMillis(long now) {
        long nanos = timers.nanosToNext(now);
        return nanos < 0 ? -1 : (int) Math.min(Integer.MAX_VALUE, (nanos + 999_999) / 1_000_000);
    }

    /** When the last wait was over. */
    long wokeNanos() {
        return wokeNanos;
    }
}
