package millrace.manager.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class CronScheduleTest {
    private static final ZonedDateTime NOON = ZonedDateTime.of(2026, 11, 22, 12, 0, 0, 0, ZoneOffset.UTC);

    private final CronSchedule daily = schedule("0 13 * * *");

    private static CronSchedule schedule(String pattern) {
        return new CronSchedule(CronPattern.parse(pattern, NOON), NOON);
    }

    @Test
    void isDueOnceEachTime() {
        assertFalse(daily.isDue(NOON.plusMinutes(59)));
        assertTrue(daily.isDue(NOON.plusMinutes(60)));
        assertFalse(daily.isDue(NOON.plusMinutes(60)));
        assertEquals(NOON.plusDays(1).plusHours(1), daily.due());
    }

    @Test
    void aClockSetForwardBeyondSeveralTimesMakesOne() {
        assertTrue(daily.isDue(NOON.plusDays(3)));
        assertFalse(daily.isDue(NOON.plusDays(3).plusMinutes(1)));
        assertEquals(NOON.plusDays(3).plusHours(1), daily.due());
    }

    @Test
    void aClockSetBackALittleDoesNotMakeItDueAgain() {
        assertTrue(daily.isDue(NOON.plusMinutes(60)));
        assertFalse(daily.isDue(NOON.plusMinutes(30)));
        assertFalse(daily.isDue(NOON.plusMinutes(61)));
    }

    @Test
    void aClockThatWasWrongByAYearBeginsAnew() {
        CronSchedule schedule = schedule("0 13 * * *");
        assertTrue(schedule.isDue(NOON.plusYears(1)));
        assertFalse(schedule.isDue(NOON));
        assertTrue(schedule.isDue(NOON.plusMinutes(60)));
    }

    /** The loop's timer is asked for what is left, but the clock decides. */
    @Test
    void theTimerGoesByTheClockOfTheMachine() throws Exception {
        AtomicReference<ZonedDateTime> now = new AtomicReference<>(NOON.withSecond(59).withNano(990_000_000));
        CompletableFuture<Void> due = new CompletableFuture<>();
        try (LoopThread loop = new LoopThread()) {
            CronPattern pattern = CronPattern.parse("* * * * *", NOON);
            CronTimer timer = loop.on(() -> new CronTimer(loop.loop(), clock(now), pattern, () -> due.complete(null)));
            now.set(NOON.plusMinutes(1));
            due.get(60, TimeUnit.SECONDS);
            assertEquals(NOON.plusMinutes(2), loop.on(timer::due));
            loop.on(() -> {
                timer.close();
                return null;
            });
        }
    }

    private static Clock clock(AtomicReference<ZonedDateTime> now) {
        return new Clock() {
            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }

            @Override
            public Instant instant() {
                return now.get().toInstant();
            }
        };
    }
}
