package millrace.manager.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CronPatternTest {
    private static final String TABLE = """
            * * * * *            | 2026-11-22T10:00:30 | 2026-11-22T10:01
            * * * * * *          | 2026-11-22T10:00:30 | 2026-11-22T10:00:31
            * * * * * *          | 2026-11-22T10:00:30.5 | 2026-11-22T10:00:31
            0 3 * * *            | 2026-11-22T03:00    | 2026-11-23T03:00
            0 3 * * *            | 2026-11-22T02:59:59 | 2026-11-22T03:00
            */15 * * * *         | 2026-11-22T10:46    | 2026-11-22T11:00
            */10 * * * * *       | 2026-11-22T10:46:51 | 2026-11-22T10:47
            5/20 * * * *         | 2026-11-22T10:26    | 2026-11-22T10:45
            10-20/5 8-9 * * *    | 2026-11-22T09:20    | 2026-11-23T08:10
            0 0 1 1 *            | 2026-11-22T10:00    | 2027-01-01T00:00
            0 0 29 2 *           | 2026-11-22T10:00    | 2028-02-29T00:00
            0 0 29 2 SAT         | 2026-11-22T10:00    | 2048-02-29T00:00
            0 0 31 * *           | 2026-11-22T10:00    | 2026-12-31T00:00
            0 0 31 * *           | 2026-12-31T00:00    | 2027-01-31T00:00
            0 12 * * MON-FRI     | 2026-11-20T12:00    | 2026-11-23T12:00
            0 12 * * mon,wed     | 2026-11-23T12:00    | 2026-11-25T12:00
            0 12 * * 7           | 2026-11-22T12:00    | 2026-11-29T12:00
            0 12 * * 0           | 2026-11-22T11:00    | 2026-11-22T12:00
            0 12 * * SAT-SUN     | 2026-11-22T12:00    | 2026-11-28T12:00
            0 12 1 * MON         | 2026-11-22T12:00    | 2027-02-01T12:00
            0 0 L * *            | 2026-02-01T00:00    | 2026-02-28T00:00
            0 0 15,L * *         | 2026-02-15T00:00    | 2026-02-28T00:00
            0 0 15W * *          | 2026-11-01T00:00    | 2026-11-16T00:00
            0 0 14W * *          | 2026-11-01T00:00    | 2026-11-13T00:00
            0 0 1W * *           | 2026-08-01T00:00:01 | 2026-08-03T00:00
            0 0 LW * *           | 2026-05-01T00:00    | 2026-05-29T00:00
            0 0 * * 5#2          | 2026-11-01T00:00    | 2026-11-13T00:00
            0 0 * * FRI#L        | 2026-11-01T00:00    | 2026-11-27T00:00
            0 0 * * 5L           | 2026-11-01T00:00    | 2026-11-27T00:00
            0 0 * jan,JUL *      | 2026-02-01T00:00    | 2026-07-01T00:00
            ? 6 * * *            | 2026-11-22T10:42    | 2026-11-23T06:42
            @hourly              | 2026-11-22T10:42    | 2026-11-22T11:00
            @daily               | 2026-11-22T10:42    | 2026-11-23T00:00
            @weekly              | 2026-11-22T10:42    | 2026-11-29T00:00
            @monthly             | 2026-11-22T10:42    | 2026-12-01T00:00
            @yearly              | 2026-11-22T10:42    | 2027-01-01T00:00
            """;

    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    /** In it the clock goes from 2:00 to 3:00 on 2026-03-29, and from 3:00 back to 2:00 on 2026-10-25. */
    private static ZonedDateTime berlin(String local) {
        return LocalDateTime.parse(local).atZone(BERLIN);
    }

    private static String next(String pattern, String after) {
        ZonedDateTime from = berlin(after);
        return CronPattern.parse(pattern, from).next(from).toLocalDateTime().toString();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = TABLE)
    void isDueAt(String pattern, String after, String expected) {
        assertEquals(expected, next(pattern, after));
    }

    @Test
    void aTimeThatTheClockLeavesOutIsDueAsMuchLater() {
        assertEquals("2026-03-29T03:30", next("30 2 * * *", "2026-03-29T01:00"));
        assertEquals("2026-03-30T02:30", next("30 2 * * *", "2026-03-29T03:30"));
        assertEquals("2026-03-29T03:00", next("0 * * * *", "2026-03-29T01:00"));
        assertEquals("2026-03-29T03:00", next("*/10 * * * *", "2026-03-29T01:50"));
    }

    @Test
    void aTimeThatComesTwiceIsDueOnce() {
        ZonedDateTime first = berlin("2026-10-25T02:30").withEarlierOffsetAtOverlap();
        CronPattern daily = CronPattern.parse("30 2 * * *", first.minusHours(1));
        assertEquals(first, daily.next(first.minusHours(1)));
        assertEquals(berlin("2026-10-26T02:30"), daily.next(first));
        assertEquals(berlin("2026-10-26T02:30"), daily.next(first.plusMinutes(30)));
    }

    @Test
    void whatIsDueEveryHourGoesOnInRealTimeWhenAnHourComesTwice() {
        ZonedDateTime first = berlin("2026-10-25T02:50").withEarlierOffsetAtOverlap();
        CronPattern pattern = CronPattern.parse("*/10 * * * *", first);
        assertEquals(first.plusMinutes(10), pattern.next(first));
        assertEquals(first.plusMinutes(70), pattern.next(first.plusMinutes(60)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            60 * * * *      | minute "60" is out of range: use 0 to 59
            * 24 * * *      | hour "24" is out of range: use 0 to 23
            * * 0 * *       | day of month "0" is out of range: use 1 to 31
            * * * 13 *      | month "13" is out of range: use 1 to 12
            * * * FOO *     | month "FOO" is neither a number nor one of [JAN, FEB,
            * * * * 8       | day of week "8" is out of range: use 0 to 7
            * * * * 5#6     | day of week "5#6" needs 1 to 5 or L behind #
            99 * * * * *    | second "99" is out of range: use 0 to 59
            */0 * * * *     | minute "0" is no step: use 1 to 60
            9-5 * * * *     | minute "9-5" goes backwards
            1,,2 * * * *    | minute "" is no number
            * * * *         | it has 4 fields: give 5
            * * * * * * *   | it has 7 fields: give 5
            @often          | unknown name: known are [@annually,
            0 0 30 2 *      | there is no such day
            """)
    void aPatternThatIsNoneNamesTheField(String pattern, String reason) {
        String message = assertThrows(
                IllegalArgumentException.class, () -> next(pattern, "2026-11-22T10:00")).getMessage();
        assertTrue(message.startsWith("cron pattern \"" + pattern + "\": " + reason), message);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void nextIsTheFirstTimeThatFits(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 60; i++) {
            int minute = random.nextInt(60);
            int step = 1 + random.nextInt(11);
            int day = 1 + random.nextInt(28);
            int weekday = random.nextInt(7);
            String pattern = "%d */%d %d-%d * %d".formatted(minute, step, day, Math.min(31, day + 6), weekday);
            ZonedDateTime after = berlin("2026-01-01T00:00").plusMinutes(random.nextInt(600_000));
            ZonedDateTime found = CronPattern.parse(pattern, after).next(after);
            assertTrue(found.isAfter(after), pattern);
            assertTrue(fits(found.toLocalDateTime(), minute, step, day, weekday) || found.getHour() == 3, pattern);
            ZonedDateTime first = after.withMinute(minute).isAfter(after) ? after : after.plusHours(1);
            for (ZonedDateTime at = first.withMinute(minute); at.isBefore(found); at = at.plusHours(1)) {
                boolean again = !at.equals(at.withEarlierOffsetAtOverlap());
                assertFalse(!again && fits(at.toLocalDateTime(), minute, step, day, weekday), pattern + " at " + at);
            }
        }
    }

    private static boolean fits(LocalDateTime time, int minute, int step, int day, int weekday) {
        return time.getMinute() == minute && time.getHour() % step == 0
                && time.getDayOfMonth() >= day && time.getDayOfMonth() <= Math.min(31, day + 6)
                && time.getDayOfWeek().getValue() % 7 == weekday;
    }

    @Test
    void whateverIsGivenIsAPatternOrRefusedWithReason() {
        Random random = new Random(4);
        ZonedDateTime now = berlin("2026-11-22T10:00");
        int read = 0;
        for (int i = 0; i < 10_000; i++) {
            String text = field(random);
            for (int field = 1; field < 5; field++) {
                text += " " + field(random);
            }
            try {
                assertTrue(CronPattern.parse(text, now).next(now).isAfter(now), text);
                read++;
            } catch (IllegalArgumentException e) {
                assertTrue(e.getMessage().startsWith("cron pattern \""), e.getMessage());
            }
        }
        assertTrue(read > 500 && read < 9_000, read + " patterns");
    }

    private static String field(Random random) {
        int number = random.nextInt(random.nextInt(4) == 0 ? 61 : 13);
        return switch (random.nextInt(12)) {
            case 0 -> "*/" + number;
            case 1 -> number + "-" + random.nextInt(13);
            case 2 -> number + "," + field(random);
            case 3 -> number + (random.nextBoolean() ? "/2" : "#2");
            case 4 -> random.nextBoolean() ? "L" : number + "L";
            case 5 -> random.nextBoolean() ? "MON-FRI" : "jan";
            case 6 -> random.nextBoolean() ? "?" : "" + (char) (33 + random.nextInt(90));
            case 7, 8 -> "" + number;
            default -> "*";
        };
    }
}
