package millrace.manager.watch;

import java.util.List;
import java.util.Locale;

/**
 * One field of a cron pattern as the set of its values, a bit each. What is special to days ({@code L}, {@code W},
 * {@code #}) is {@link CronDays}' own.
 */
enum CronField {
    SECOND("second", 0, 59, List.of()),
    MINUTE("minute", 0, 59, List.of()),
    HOUR("hour", 0, 23, List.of()),
    DAY("day of month", 1, 31, List.of()),
    MONTH("month", 1, 12,
            List.of("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")),
    /** 0 and 7 are Sunday. */
    WEEKDAY("day of week", 0, 7, List.of("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"));

    private final String title;
    private final int first;
    private final int last;
    private final List<String> names;

    CronField(String title, int first, int last, List<String> names) {
        this.title = title;
        this.first = first;
        this.last = last;
        this.names = names;
    }

    /** Every value. */
    long all() {
        return (1L << last + 1) - (1L << first);
    }

    /** The values of an element of the list: {@code *}, {@code 5}, {@code 5-9}, {@code 5/2}, {@code 5-9/2}, a name. */
    long element(String text) {
        int slash = text.indexOf('/');
        String range = slash < 0 ? text : text.substring(0, slash);
        int step = slash < 0 ? 1 : step(text.substring(slash + 1));
        int dash = range.indexOf('-');
        int from = first;
        int to = last;
        if (!range.equals("*")) {
            from = value(dash < 0 ? range : range.substring(0, dash));
            to = dash >= 0 ? value(range.substring(dash + 1)) : slash >= 0 ? last : from;
        }
        if (this == WEEKDAY && to == 0 && from > 0) {
            to = last;
        }
        if (from > to) {
            throw wrong(text, "goes backwards");
        }
        long values = 0;
        for (int value = from; value <= to; value += step) {
            values |= 1L << value;
        }
        return values;
    }

    private int step(String text) {
        int step = number(text);
        int most = last - first + 1;
        if (step < 1 || step > most) {
            throw wrong(text, "is no step: use 1 to " + most);
        }
        return step;
    }

    /** A number or name that is in range. */
    int value(String text) {
        int named = names.indexOf(text.toUpperCase(Locale.ROOT));
        if (named >= 0) {
            return first + named;
        }
        int value = number(text);
        if (value < first || value > last) {
            throw wrong(text, "is out of range: use " + first + " to " + last);
        }
        return value;
    }

    private int number(String text) {
        if (text.isEmpty() || text.length() > 4 || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw wrong(text, names.isEmpty() ? "is no number" : "is neither a number nor one of " + names);
        }
        return Integer.parseInt(text);
    }

    IllegalArgumentException wrong(String text, String why) {
        return new IllegalArgumentException(title + " \"" + text + "\" " + why);
    }
}
