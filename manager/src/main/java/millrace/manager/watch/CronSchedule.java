package millrace.manager.watch;

import java.time.Duration;
import java.time.ZonedDateTime;

/**
 * When a pattern is due next, by a clock that may be set. Set forward beyond that time, the time counts as come, once;
 * set back a little, what was done is not done again; set back by more than {@link #CORRECTION}, all begins anew. Pure
 * logic.
 */
final class CronSchedule {
    /** What a clock may be corrected by, as in Vixie cron; more than that is another time altogether. */
    static final Duration CORRECTION = Duration.ofHours(3);

    private final CronPattern pattern;
    private ZonedDateTime due;
    private ZonedDateTime seen;

    CronSchedule(CronPattern pattern, ZonedDateTime now) {
        this.pattern = pattern;
        this.seen = now;
        this.due = pattern.next(now);
    }

    /** Whether it is due now, which is asked from time to time; if so it counts as done. */
    boolean isDue(ZonedDateTime now) {
        boolean setBack = now.isBefore(seen.minus(CORRECTION));
        seen = now;
        if (setBack) {
            due = pattern.next(now);
        }
        if (due == null || now.isBefore(due)) {
            return false;
        }
        due = pattern.next(now);
        return true;
    }

    /** When it is due next; {@code null} for never. */
    ZonedDateTime due() {
        return due;
    }
}
