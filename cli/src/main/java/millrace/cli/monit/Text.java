package millrace.cli.monit;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.jline.utils.WCWidth;

/** Texts of a width, and numbers as people read them. */
final class Text {
    private static final String BARS = "▁▂▃▄▅▆▇█";
    private static final String[] UNITS = {"b", "kb", "mb", "gb", "tb"};

    private Text() {}

    /** How many columns of a terminal it takes; an ideograph takes two, a combining accent none. */
    static int columns(String text) {
        return text.codePoints().map(point -> Math.max(0, WCWidth.wcwidth(point))).sum();
    }

    /** What fits into so many columns, with nothing in it that a terminal would obey. */
    static String cut(String text, int width) {
        StringBuilder cut = new StringBuilder();
        int used = 0;
        for (int i = 0; i < text.length(); ) {
            int point = text.codePointAt(i);
            i += Character.charCount(point);
            int shown = point == '\t' ? ' ' : Character.isISOControl(point) ? '·' : point;
            used += Math.max(0, WCWidth.wcwidth(shown));
            if (used > width) {
                break;
            }
            cut.appendCodePoint(shown);
        }
        return cut.toString();
    }

    static String left(String text, int width) {
        String cut = cut(text, width);
        return cut + " ".repeat(Math.max(0, width - columns(cut)));
    }

    static String right(String text, int width) {
        String cut = cut(text, width);
        return " ".repeat(Math.max(0, width - columns(cut))) + cut;
    }

    static String percent(double percent) {
        return String.format(Locale.ROOT, percent >= 99.95 ? "%.0f%%" : "%.1f%%", percent);
    }

    static String bytes(double bytes) {
        int unit = 0;
        double amount = bytes;
        while (amount >= 1024 && unit < UNITS.length - 1) {
            amount /= 1024;
            unit++;
        }
        return String.format(Locale.ROOT, unit == 0 ? "%.0f%s" : "%.1f%s", amount, UNITS[unit]);
    }

    static String millis(double millis) {
        return String.format(Locale.ROOT, millis >= 100 ? "%.0fms" : "%.1fms", millis);
    }

    /** {@code 12s}, {@code 5m}, {@code 3h}, {@code 2D}; nothing for 0. */
    static String duration(long millis) {
        long seconds = TimeUnit.MILLISECONDS.toSeconds(millis);
        if (seconds < 60) {
            return millis == 0 ? "" : seconds + "s";
        }
        if (seconds < 3600) {
            return seconds / 60 + "m";
        }
        return seconds < 86_400 ? seconds / 3600 + "h" : seconds / 86_400 + "D";
    }

    /** A bar for each of the last values. @param full what the highest bar stands for at least */
    static String bars(List<?> values, int width, double full) {
        List<?> last = values.subList(Math.max(0, values.size() - width), values.size());
        double highest = full;
        for (Object value : last) {
            highest = Math.max(highest, value instanceof Number number ? number.doubleValue() : 0);
        }
        StringBuilder bars = new StringBuilder();
        for (Object value : last) {
            double amount = value instanceof Number number ? number.doubleValue() : 0;
            int bar = highest == 0 ? 0 : (int) Math.round(amount / highest * (BARS.length() - 1));
            bars.append(BARS.charAt(Math.clamp(bar, 0, BARS.length() - 1)));
        }
        return bars.toString();
    }
}
