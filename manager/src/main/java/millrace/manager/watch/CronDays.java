package millrace.manager.watch;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.Locale;

/**
 * On which days of a month a cron pattern is due: its day of month and its day of week must both fit, as in croner and
 * unlike in Vixie cron.
 */
final class CronDays {
    private static final int MOST_WEEKS = 5;

    /** By day of month; those of {@code 15W}: the weekday nearest to it. */
    private long days;

    private long nearest;
    private boolean last;
    private boolean lastWorkday;

    /** By day of week, Sunday 0; in {@code nth} a bit for each {@code #n}, in {@code lastOf} for {@code #L}. */
    private long weekdays;

    private final int[] nth = new int[7];
    private long lastOf;

    CronDays(String dayOfMonth, String dayOfWeek) {
        for (String element : dayOfMonth.split(",", -1)) {
            day(element.toUpperCase(Locale.ROOT));
        }
        for (String element : dayOfWeek.split(",", -1)) {
            weekday(element.toUpperCase(Locale.ROOT));
        }
        if ((weekdays & 1L << 7) != 0) {
            weekdays |= 1;
        }
    }

    private void day(String element) {
        if (element.equals("L")) {
            last = true;
        } else if (element.equals("LW")) {
            lastWorkday = true;
        } else if (element.endsWith("W")) {
            nearest |= 1L << CronField.DAY.value(element.substring(0, element.length() - 1));
        } else {
            days |= CronField.DAY.element(element);
        }
    }

    private void weekday(String element) {
        int hash = element.indexOf('#');
        if (hash < 0 && element.endsWith("L") && element.length() > 1) {
            lastOf |= 1L << CronField.WEEKDAY.value(element.substring(0, element.length() - 1)) % 7;
        } else if (hash < 0) {
            weekdays |= CronField.WEEKDAY.element(element);
        } else {
            int weekday = CronField.WEEKDAY.value(element.substring(0, hash)) % 7;
            String which = element.substring(hash + 1);
            if (which.equals("L")) {
                lastOf |= 1L << weekday;
            } else if (which.length() == 1 && which.charAt(0) >= '1' && which.charAt(0) <= '0' + MOST_WEEKS) {
                nth[weekday] |= 1 << which.charAt(0) - '0';
            } else {
                throw CronField.WEEKDAY.wrong(element, "needs 1 to " + MOST_WEEKS + " or L behind #");
            }
        }
    }

    boolean match(LocalDate date) {
        return matchesDay(date) && matchesWeekday(date);
    }

    private boolean matchesDay(LocalDate date) {
        int day = date.getDayOfMonth();
        int length = date.lengthOfMonth();
        return has(days, day)
                || last && day == length
                || lastWorkday && day == workdayNearest(date, length)
                || nearest != 0 && isNearest(date);
    }

    private boolean isNearest(LocalDate date) {
        for (int wanted = 1; wanted <= date.lengthOfMonth(); wanted++) {
            if (has(nearest, wanted) && workdayNearest(date, wanted) == date.getDayOfMonth()) {
                return true;
            }
        }
        return false;
    }

    /** Monday to Friday, in the same month: Friday before a Saturday, Monday after a Sunday, unless the month ends. */
    private static int workdayNearest(LocalDate month, int day) {
        LocalDate wanted = month.withDayOfMonth(day);
        if (wanted.getDayOfWeek() == DayOfWeek.SATURDAY) {
            return day == 1 ? day + 2 : day - 1;
        }
        if (wanted.getDayOfWeek() == DayOfWeek.SUNDAY) {
            return day == month.lengthOfMonth() ? day - 2 : day + 1;
        }
        return day;
    }

    private boolean matchesWeekday(LocalDate date) {
        int weekday = date.getDayOfWeek().getValue() % 7;
        int day = date.getDayOfMonth();
        return has(weekdays, weekday)
                || has(nth[weekday], (day - 1) / 7 + 1)
                || has(lastOf, weekday) && day + 7 > date.lengthOfMonth();
    }

    private static boolean has(long set, int value) {
        return (set >> value & 1) != 0;
    }
}
