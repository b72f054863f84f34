package millrace.gateway.log;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneRules;

/**
 * A second, as logs write it in local time. One is made a second and shared by all threads: to ask for the time makes no
 * objects.
 *
 * @param epochSecond which one
 * @param error {@code 2026/11/22 18:00:00}
 * @param local {@code 22/Nov/2026:18:00:00 +0000}
 * @param iso {@code 2026-11-22T18:00:00+00:00}
 * @param syslog {@code Nov 22 18:00:00}
 */
public record LogTime(long epochSecond, byte[] error, byte[] local, byte[] iso, byte[] syslog) {
    private static final String[] MONTHS = {
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"
    };

    private static final ZoneRules RULES = ZoneId.systemDefault().getRules();

    private static volatile LogTime last = of(Instant.now().getEpochSecond(), RULES);

    /** The present second. */
    public static LogTime now() {
        return at(System.currentTimeMillis());
    }

    /** The second of a time in milliseconds, which is best the present one. */
    public static LogTime at(long epochMillis) {
        long second = Math.floorDiv(epochMillis, 1000L);
        LogTime known = last;
        if (known.epochSecond != second) {
            known = of(second, RULES);
            last = known;
        }
        return known;
    }

    static LogTime of(long second, ZoneRules rules) {
        ZoneOffset offset = rules.getOffset(Instant.ofEpochSecond(second));
        LocalDateTime time = LocalDateTime.ofEpochSecond(second, 0, offset);
        String month = MONTHS[time.getMonthValue() - 1];
        int day = time.getDayOfMonth();
        String clock = two(time.getHour()) + ":" + two(time.getMinute()) + ":" + two(time.getSecond());
        int minutes = Math.abs(offset.getTotalSeconds()) / 60;
        String sign = offset.getTotalSeconds() < 0 ? "-" : "+";
        String year = Integer.toString(time.getYear());
        String number = two(time.getMonthValue());
        return new LogTime(
                second,
                bytes(year + "/" + number + "/" + two(day) + " " + clock),
                bytes(two(day) + "/" + month + "/" + year + ":" + clock + " " + sign + two(minutes / 60)
                        + two(minutes % 60)),
                bytes(year + "-" + number + "-" + two(day) + "T" + clock + sign + two(minutes / 60) + ":"
                        + two(minutes % 60)),
                bytes(month + (day < 10 ? "  " : " ") + day + " " + clock));
    }

    private static String two(int number) {
        return number < 10 ? "0" + number : Integer.toString(number);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
