package millrace.cli.manage;

import java.util.List;

/** A line of bars, one for each of the last values. */
public final class Sparkline {
    private static final String BARS = "▁▂▃▄▅▆▇█";

    private Sparkline() {}

    /** @param full what the highest bar stands for at least; 0: for the highest value */
    public static String of(List<?> values, int columns, double full) {
        List<?> last = values.subList(Math.max(0, values.size() - columns), values.size());
        double highest = full;
        for (Object value : last) {
            highest = Math.max(highest, Amount.of(value));
        }
        StringBuilder line = new StringBuilder();
        for (Object value : last) {
            int bar = highest == 0 ? 0 : (int) (Amount.of(value) / highest * (BARS.length() - 1) + 0.5);
            line.append(BARS.charAt(Math.clamp(bar, 0, BARS.length() - 1)));
        }
        return line.toString();
    }
}
