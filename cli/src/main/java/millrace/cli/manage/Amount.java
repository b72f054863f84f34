package millrace.cli.manage;

/** Numbers as PM2 writes them. */
public final class Amount {
    private static final String[] UNITS = {"b", "kb", "mb", "gb", "tb"};

    private Amount() {}

    /** {@code 20.4mb} */
    public static String bytes(double bytes) {
        int unit = 0;
        double amount = bytes;
        while (amount >= 1024 && unit < UNITS.length - 1) {
            amount /= 1024;
            unit++;
        }
        return unit == 0 ? (long) amount + "b" : tenths(amount) + UNITS[unit];
    }

    /** {@code 0%}, {@code 58.3%} */
    public static String percent(double percent) {
        String tenths = tenths(percent);
        return (tenths.endsWith(".0") ? tenths.substring(0, tenths.length() - 2) : tenths) + "%";
    }

    /** Without a formatter, whose classes would take longer than all the rest. */
    private static String tenths(double amount) {
        long tenths = Math.round(amount * 10);
        return tenths / 10 + "." + tenths % 10;
    }

    /** {@code 0s}, {@code 5m}, {@code 3h}, {@code 2D} */
    public static String duration(long millis) {
        long seconds = Math.max(0, millis / 1000);
        if (seconds < 60) {
            return seconds + "s";
        }
        if (seconds < 60 * 60) {
            return seconds / 60 + "m";
        }
        return seconds < 24 * 60 * 60 ? seconds / 3600 + "h" : seconds / 86400 + "D";
    }

    public static double of(Object value) {
        return value instanceof Number number ? number.doubleValue() : 0;
    }
}
