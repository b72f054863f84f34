package millrace.manager.watch;

import java.time.Clock;
import java.time.Duration;
import java.time.ZonedDateTime;
import millrace.loop.EventLoop;
import millrace.loop.Timer;

/**
 * Does something whenever a cron pattern is due by the clock of the machine. That clock may be set while a timer of the
 * loop runs, so it is looked at once a minute. For the loop's thread only.
 */
public final class CronTimer implements AutoCloseable {
    private static final Duration LONGEST = Duration.ofMinutes(1);

    private final Clock clock;
    private final CronSchedule schedule;
    private final Runnable action;
    private final Timer timer;

    /** @param clock of the zone that the pattern's times are in */
    public CronTimer(EventLoop loop, Clock clock, CronPattern pattern, Runnable action) {
        this.clock = clock;
        this.schedule = new CronSchedule(pattern, ZonedDateTime.now(clock));
        this.action = action;
        this.timer = loop.timer(this::look);
        arm(ZonedDateTime.now(clock));
    }

    private void look() {
        ZonedDateTime now = ZonedDateTime.now(clock);
        boolean isDue = schedule.isDue(now);
        arm(now);
        if (isDue) {
            action.run();
        }
    }

    private void arm(ZonedDateTime now) {
        ZonedDateTime due = schedule.due();
        if (due != null) {
            Duration left = Duration.between(now, due);
            timer.arm((left.compareTo(LONGEST) < 0 ? left : LONGEST).toNanos());
        }
    }

    /** When it is due next, for people; {@code null} for never. */
    public ZonedDateTime due() {
        return schedule.due();
    }

    /** Is not due any more. */
    @Override
    public void close() {
        timer.cancel();
    }
}
