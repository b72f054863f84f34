package millrace.lint.report;

import java.util.Locale;

/** Numbers and durations in sentences. */
final class Words {
    private static final double NANOS_PER_MILLI = 1e6;

    private Words() {}

    static String count(long number, String noun) {
        return String.format(Locale.ROOT, "%,d %s%s", number, noun, number == 1 ? "" : "s");
    }

    static String number(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /** Two digits are enough to see how a time grows. */
    static String duration(long nanos) {
        double millis = nanos / NANOS_PER_MILLI;
        if (millis >= 1000) {
            return String.format(Locale.ROOT, "%.1f s", millis / 1000);
        }
        return String.format(Locale.ROOT, millis >= 10 ? "%.0f ms" : "%.1f ms", millis);
    }
}
