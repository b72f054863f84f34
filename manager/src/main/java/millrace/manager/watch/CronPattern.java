package millrace.manager.watch;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Map;

/**
 * When something is due, in the dialect of croner that PM2 speaks: five fields (minute, hour, day of month, month, day
 * of week) or six with seconds in front; lists, ranges, steps and names; {@code L}, {@code 15W}, {@code LW}, {@code
 * 5#2}, {@code 5#L}; {@code ?} stands for the value at the time when the pattern is read; {@code @hourly} and the like.
 *
 * <p>When clocks change: a time that is left out is due as much later as was left out; one that comes twice is due the
 * first time, unless the pattern is due every hour, which then goes on in real time. Pure logic.
 */
public final class CronPattern {
    private static final Map<String, String> NICKNAMES = Map.of(
            "@yearly", "0 0 1 1 *",
            "@annually", "0 0 1 1 *",
            "@monthly", "0 0 1 * *",
            "@weekly", "0 0 * * 0",
            "@daily", "0 0 * * *",
            "@midnight", "0 0 * * *",
            "@hourly", "0 * * * *");

    /** The 29th of February is a given day of the week every 40 years at the least often. */
    private static final int YEARS = 41;

    private static final int FIELDS = 6;

    private final String text;
    private final long seconds;
    private final long minutes;
    private final long hours;
    private final long months;
    private final CronDays days;

    private CronPattern(String text, String[] fields) {
        this.text = text;
        this.seconds = values(CronField.SECOND, fields[0]);
        this.minutes = values(CronField.MINUTE, fields[1]);
        this.hours = values(CronField.HOUR, fields[2]);
        this.days = new CronDays(fields[3], fields[5]);
        this.months = values(CronField.MONTH, fields[4]);
    }

    /**
     * Reads a pattern.
     *
     * @param now what {@code ?} means
     * @throws IllegalArgumentException that names the field, or says that the pattern is never due
     */
    public static CronPattern parse(String text, ZonedDateTime now) {
        try {
            CronPattern pattern = new CronPattern(text, fields(text.strip(), now));
            if (pattern.next(now) == null) {
                throw new IllegalArgumentException("there is no such day");
            }
            return pattern;
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("cron pattern \"" + text + "\": " + e.getMessage(), e);
        }
    }

    private static String[] fields(String text, ZonedDateTime now) {
        String plain = text;
        if (text.startsWith("@")) {
            plain = NICKNAMES.get(text.toLowerCase(Locale.ROOT));
            if (plain == null) {
                throw new IllegalArgumentException(
                        "unknown name: known are " + NICKNAMES.keySet().stream().sorted().toList());
            }
        }
        String[] given = plain.split("\\s+");
        if (given.length < FIELDS - 1 || given.length > FIELDS) {
            throw new IllegalArgumentException("it has " + (plain.isEmpty() ? 0 : given.length) + " fields: give 5"
                    + " (minute, hour, day of month, month, day of week), or 6 with the second in front");
        }
        String[] fields = given.length == FIELDS ? given : ("0 " + plain).split("\\s+");
        int[] present = {now.getSecond(), now.getMinute(), now.getHour(), now.getDayOfMonth(), now.getMonthValue(),
            now.getDayOfWeek().getValue() % 7};
        for (int i = 0; i < FIELDS; i++) {
            fields[i] = fields[i].replace("?", Integer.toString(present[i]));
        }
        return fields;
    }

    private static long values(CronField field, String list) {
        long values = 0;
        for (String element : list.split(",", -1)) {
            values |= field.element(element);
        }
        return values;
    }

    /** The first time after this one, by the same clock; {@code null}: there is none within {@value #YEARS} years. */
    public ZonedDateTime next(ZonedDateTime after) {
        return hours == CronField.HOUR.all() ? nextInRealTime(after) : nextByTheClock(after);
    }

    private ZonedDateTime nextByTheClock(ZonedDateTime after) {
        LocalDateTime from = following(after.toLocalDateTime());
        while (true) {
            LocalDateTime local = nextLocal(from);
            if (local == null) {
                return null;
            }
            // Left out, it is moved on; twice there, it is the first of the two, which may be over.
            ZonedDateTime due = local.atZone(after.getZone());
            if (due.isAfter(after)) {
                return due;
            }
            from = following(local);
        }
    }

    private ZonedDateTime nextInRealTime(ZonedDateTime after) {
        LocalDateTime from = following(after.toLocalDateTime());
        ZonedDateTime at = after;
        while (true) {
            LocalDateTime local = nextLocal(from);
            if (local == null) {
                return null;
            }
            Instant due = local.toInstant(at.getOffset());
            var change = at.getZone().getRules().nextTransition(at.toInstant());
            if (change == null || due.isBefore(change.getInstant())) {
                return due.atZone(at.getZone());
            }
            // The clock has been changed by then: from the change on, by the new one.
            at = change.getInstant().atZone(at.getZone());
            from = at.toLocalDateTime();
        }
    }

    private static LocalDateTime following(LocalDateTime time) {
        return time.truncatedTo(ChronoUnit.SECONDS).plusSeconds(1);
    }

    /** The first local time, this one included. */
    private LocalDateTime nextLocal(LocalDateTime from) {
        LocalDate date = from.toLocalDate();
        LocalDate end = date.plusYears(YEARS);
        LocalTime earliest = from.toLocalTime();
        while (date.isBefore(end)) {
            if (!has(months, date.getMonthValue())) {
                date = date.withDayOfMonth(1).plusMonths(1);
            } else {
                LocalTime time = days.match(date) ? nextTime(earliest) : null;
                if (time != null) {
                    return date.atTime(time);
                }
                date = date.plusDays(1);
            }
            earliest = LocalTime.MIDNIGHT;
        }
        return null;
    }

    /** The first time of a day, this one included, or {@code null}. */
    private LocalTime nextTime(LocalTime from) {
        int hour = nextBit(hours, from.getHour());
        int minute = hour == from.getHour() ? from.getMinute() : 0;
        int second = hour == from.getHour() ? from.getSecond() : 0;
        while (hour >= 0) {
            int due = nextBit(minutes, minute);
            int dueSecond = due < 0 ? -1 : nextBit(seconds, due == minute ? second : 0);
            if (dueSecond >= 0) {
                return LocalTime.of(hour, due, dueSecond);
            }
            second = 0;
            if (due < 0) {
                hour = nextBit(hours, hour + 1);
                minute = 0;
            } else {
                minute = due + 1;
            }
        }
        return null;
    }

    private static int nextBit(long set, int from) {
        long rest = from > 63 ? 0 : set >>> from << from;
        return rest == 0 ? -1 : Long.numberOfTrailingZeros(rest);
    }

    private static boolean has(long set, int value) {
        return (set >> value & 1) != 0;
    }

    @Override
    public String toString() {
        return text;
    }
}
