package millrace.gateway.conditional;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads times as HTTP has them, in the three formats of RFC 9110 section 5.6.7. */
public final class HttpTime {
    /** What is not a time. */
    public static final long NONE = -1;

    private static final String MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec";

    /** {@code Sun, 06 Nov 1994 08:49:37 GMT} and {@code Sunday, 06-Nov-94 08:49:37 GMT}. */
    private static final Pattern DAY_FIRST =
            Pattern.compile("[A-Za-z]+, *(\\d{1,2})[ -]([A-Z][a-z]{2})[ -](\\d{4}|\\d{2}) (\\d{2}):(\\d{2}):(\\d{2})(?: .*)?");

    /** {@code Sun Nov  6 08:49:37 1994}. */
    private static final Pattern MONTH_FIRST =
            Pattern.compile("[A-Z][a-z]{2} ([A-Z][a-z]{2}) +(\\d{1,2}) (\\d{2}):(\\d{2}):(\\d{2}) (\\d{4}).*");

    private HttpTime() {}

    /** Seconds since 1970, or {@link #NONE}. */
    public static long parse(String text) {
        Matcher m = DAY_FIRST.matcher(text);
        if (m.matches()) {
            return seconds(year(m.group(3)), m.group(2), m.group(1), m.group(4), m.group(5), m.group(6));
        }
        m = MONTH_FIRST.matcher(text);
        return m.matches() ? seconds(number(m.group(6)), m.group(1), m.group(2), m.group(3), m.group(4), m.group(5)) : NONE;
    }

    private static int year(String digits) {
        int year = number(digits);
        return digits.length() == 4 ? year : year < 70 ? 2000 + year : 1900 + year;
    }

    private static long seconds(int year, String month, String day, String hour, String minute, String second) {
        int at = MONTHS.indexOf(month);
        if (at < 0 || at % 3 != 0) {
            return NONE;
        }
        try {
            long time = LocalDateTime.of(year, at / 3 + 1, number(day), number(hour), number(minute), number(second))
                    .toEpochSecond(ZoneOffset.UTC);
            return Math.max(NONE, time);
        } catch (DateTimeException e) {
            return NONE;
        }
    }

    private static int number(String digits) {
        return Integer.parseInt(digits);
    }
}
