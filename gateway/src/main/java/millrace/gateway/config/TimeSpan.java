package millrace.gateway.config;

/**
 * Times as nginx writes them: numbers with units, the larger unit first, each once, blanks allowed between them; a
 * number without a unit is in seconds and comes last. A month has 30 days, a year 365.
 */
public final class TimeSpan {
    private static final String[] UNITS = {"y", "M", "w", "d", "h", "m", "s", "ms"};
    private static final long[] MILLIS =
            {31_536_000_000L, 2_592_000_000L, 604_800_000, 86_400_000, 3_600_000, 60_000, 1_000, 1};
    private static final int SECONDS = 6;

    private TimeSpan() {}

    /** Negative if it is not a time. Years and months are not known here, as in nginx. */
    public static long millis(String text) {
        return sum(text, 2, UNITS.length);
    }

    /** In whole seconds; negative if it is not a time. Milliseconds are not known here. */
    public static long seconds(String text) {
        long millis = sum(text, 0, SECONDS + 1);
        return millis < 0 ? -1 : millis / 1000;
    }

    private static long sum(String text, int firstUnit, int lastUnit) {
        long total = 0;
        int unit = firstUnit;
        int at = 0;
        while (at < text.length()) {
            int start = at;
            while (at < text.length() && Character.isDigit(text.charAt(at))) {
                at++;
            }
            long number = Values.digits(text.substring(start, at), at - start);
            int unitStart = at;
            while (at < text.length() && Character.isLetter(text.charAt(at))) {
                at++;
            }
            int found = at == unitStart ? SECONDS : unit(text.substring(unitStart, at), unit, lastUnit);
            if (number < 0 || found < unit || number > Long.MAX_VALUE / 2 / MILLIS[found] - total / MILLIS[found]) {
                return -1;
            }
            total += number * MILLIS[found];
            unit = found + 1;
            while (at < text.length() && text.charAt(at) == ' ') {
                at++;
            }
        }
        return text.isEmpty() ? -1 : total;
    }

    private static int unit(String name, int from, int to) {
        for (int i = from; i < to; i++) {
            if (UNITS[i].equals(name)) {
                return i;
            }
        }
        return -1;
    }
}
