package millrace.loop.pool;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Deadlines of all pools, on one thread that is there while there are any. An alarm turned off leaves nothing. */
final class Alarms {
    private static final long IDLE_SECONDS = 10;
    private static final ScheduledThreadPoolExecutor CLOCK = clock();

    private Alarms() {}

    private static ScheduledThreadPoolExecutor clock() {
        ScheduledThreadPoolExecutor clock = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().name("millrace-deadlines").daemon().factory());
        clock.setRemoveOnCancelPolicy(true);
        clock.setKeepAliveTime(IDLE_SECONDS, TimeUnit.SECONDS);
        clock.allowCoreThreadTimeOut(true);
        return clock;
    }

    /** @param time what is longer than 292 years counts as that */
    static Future<?> after(Duration time, Runnable action) {
        return CLOCK.schedule(action, TimeUnit.NANOSECONDS.convert(time), TimeUnit.NANOSECONDS);
    }
}
