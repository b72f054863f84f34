package millrace.cli.monit;

import java.util.Locale;
import org.jline.utils.WCWidth;

/** Texts of a width, as the library measures it that draws them. */
final class Text {
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

    /** As much as fits, with an ellipsis where something is left off. */
    static String left(String text, int width) {
        String cut = columns(text) <= width ? cut(text, width) : cut(text, width - 1) + "…";
        return cut + " ".repeat(Math.max(0, width - columns(cut)));
    }

    static String right(String text, int width) {
        String cut = cut(text, width);
        return " ".repeat(Math.max(0, width - columns(cut))) + cut;
    }

    static String millis(double millis) {
        return String.format(Locale.ROOT, millis >= 100 ? "%.0fms" : "%.1fms", millis);
    }
}
