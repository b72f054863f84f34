package millrace.bench.report;

import java.util.Locale;
import millrace.bench.measure.Distribution;

/** How figures are written. */
public final class Figures {
    private static final double MILLI = 1e6;
    private static final String[] UNITS = {"B", "kB", "MB", "GB", "TB"};

    private Figures() {}

    /** Nanoseconds as milliseconds, with as many digits as are known. */
    public static double millis(double nanos) {
        double millis = nanos / MILLI;
        double scale = millis < 10 ? 1000 : millis < 100 ? 100 : 10;
        return Math.round(millis * scale) / scale;
    }

    public static String latency(double nanos) {
        return milliseconds(nanos) + " ms";
    }

    /** As {@link #latency}, for a table whose head names the unit. */
    static String milliseconds(double nanos) {
        double millis = millis(nanos);
        return String.format(Locale.ROOT, millis < 10 ? "%.2f" : millis < 100 ? "%.1f" : "%,.0f", millis);
    }

    /** A cell of such a table; a dash where nothing was measured. */
    static String milliseconds(Distribution times, double nanos) {
        return times.count() == 0 ? "-" : milliseconds(nanos);
    }

    public static String number(double value) {
        return String.format(Locale.ROOT, value < 10 && value != Math.rint(value) ? "%.2f" : "%,.0f", value);
    }

    /** In thousands, as a sentence needs it. */
    public static String rough(long count) {
        return count < 1000 ? Long.toString(count)
                : count < 1_000_000 ? Math.round(count / 1e3) + "k"
                : String.format(Locale.ROOT, "%.2fM", count / 1e6);
    }

    /** Decimal units. */
    public static String bytes(double count) {
        int unit = 0;
        double value = count;
        while (value >= 1000 && unit < UNITS.length - 1) {
            value /= 1000;
            unit++;
        }
        String form = unit == 0 || value >= 100 ? "%.0f" : value >= 10 ? "%.1f" : "%.2f";
        return String.format(Locale.ROOT, form, value) + " " + UNITS[unit];
    }

    public static String seconds(long nanos) {
        return String.format(Locale.ROOT, "%.2fs", nanos / 1e9);
    }

    public static String percent(double share) {
        return String.format(Locale.ROOT, "%.0f %%", share * 100);
    }
}
