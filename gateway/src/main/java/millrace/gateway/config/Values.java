package millrace.gateway.config;

import java.util.List;

/** What arguments mean: numbers, sizes, times, switches. Complaints are nginx's, then what was expected. */
public final class Values {
    private Values() {}

    public static boolean flag(Statement s, String value) throws ConfigException {
        if (value.equalsIgnoreCase("on")) {
            return true;
        }
        if (value.equalsIgnoreCase("off")) {
            return false;
        }
        throw s.error("invalid value \"" + value + "\" in \"" + s.name()
                + "\" directive, it must be \"on\" or \"off\"");
    }

    /** A whole number from 0 on. */
    public static int number(Statement s, String value) throws ConfigException {
        long number = digits(value, value.length());
        if (number < 0 || number > Integer.MAX_VALUE) {
            throw wrong(s, value, "invalid number", "a whole number from 0 on");
        }
        return (int) number;
    }

    /** Bytes; {@code k} or {@code m}. */
    public static long size(Statement s, String value) throws ConfigException {
        long size = value.endsWith("g") || value.endsWith("G") ? -1 : bytes(value);
        if (size < 0) {
            throw wrong(s, value, "invalid value", "bytes, or with k or m at the end");
        }
        return size;
    }

    /** Bytes of something that may be larger than memory; {@code k}, {@code m} or {@code g}. */
    public static long offset(Statement s, String value) throws ConfigException {
        long size = bytes(value);
        if (size < 0) {
            throw wrong(s, value, "invalid value", "bytes, or with k, m or g at the end");
        }
        return size;
    }

    /** A time in milliseconds; without a unit it is in seconds. */
    public static long millis(Statement s, String value) throws ConfigException {
        long millis = TimeSpan.millis(value);
        if (millis < 0) {
            throw wrong(s, value, "invalid value", "a time such as 500ms, 30s or \"1h 30m\"");
        }
        return millis;
    }

    /** A time in seconds. */
    public static long seconds(Statement s, String value) throws ConfigException {
        long seconds = TimeSpan.seconds(value);
        if (seconds < 0) {
            throw wrong(s, value, "invalid value", "a time such as 30s, \"1h 30m\" or 2d");
        }
        return seconds;
    }

    /** One of some words. */
    public static String word(Statement s, String value, List<String> words) throws ConfigException {
        if (!words.contains(value)) {
            throw s.error("invalid value \"" + value + "\"", "one of " + String.join(", ", words));
        }
        return value;
    }

    /** A size of at most g; negative if it is none. For parameters such as {@code zone=name:10m}. */
    public static long bytes(String value) {
        int shift = value.isEmpty() ? 0 : switch (value.charAt(value.length() - 1)) {
            case 'k', 'K' -> 10;
            case 'm', 'M' -> 20;
            case 'g', 'G' -> 30;
            default -> 0;
        };
        long number = digits(value, value.length() - (shift == 0 ? 0 : 1));
        return number > Long.MAX_VALUE >> shift ? -1 : number << shift;
    }

    /** The number that the first characters are; negative if they are none, or too many. */
    static long digits(String value, int end) {
        if (end == 0) {
            return -1;
        }
        long number = 0;
        for (int i = 0; i < end; i++) {
            int digit = value.charAt(i) - '0';
            if (digit < 0 || digit > 9 || number > (Long.MAX_VALUE - digit) / 10) {
                return -1;
            }
            number = number * 10 + digit;
        }
        return number;
    }

    private static ConfigException wrong(Statement s, String value, String what, String expected) {
        return s.error("\"" + s.name() + "\" directive " + what, "\"" + value + "\" is not " + expected);
    }
}
