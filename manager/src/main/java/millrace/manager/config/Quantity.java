package millrace.manager.config;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Numbers with units: durations become milliseconds, sizes bytes. */
final class Quantity {
    private static final Pattern FORM = Pattern.compile("\\s*(-?[0-9]{1,15}(?:\\.[0-9]{1,9})?)\\s*([a-zA-Z]*)\\s*");
    private static final Map<String, Long> MILLIS = Map.of(
            "", 1L, "ms", 1L, "s", 1000L, "m", 60_000L, "min", 60_000L, "h", 3_600_000L, "d", 86_400_000L);
    private static final Map<String, Long> BYTES = Map.of(
            "", 1L, "b", 1L, "k", 1L << 10, "kb", 1L << 10, "m", 1L << 20, "mb", 1L << 20, "g", 1L << 30, "gb",
            1L << 30);

    private Quantity() {}

    static Long millis(Object given) throws ConfigException {
        return read(given, MILLIS, "takes milliseconds, or a time as 500ms, 5s, 1m or 1h");
    }

    static Long bytes(Object given) throws ConfigException {
        return read(given, BYTES, "takes bytes, or a size as 500K, 300M or 1G");
    }

    static Integer count(Object given) throws ConfigException {
        Long number = read(given, Map.of("", 1L), "takes a whole number from 0 up");
        return Math.toIntExact(Math.min(number, Integer.MAX_VALUE));
    }

    private static Long read(Object given, Map<String, Long> units, String takes) throws ConfigException {
        Matcher form = FORM.matcher(plain(given));
        if (given instanceof String || given instanceof Number) {
            Long unit = form.matches() ? units.get(form.group(2).toLowerCase(Locale.ROOT)) : null;
            double number = unit == null ? -1 : Double.parseDouble(form.group(1)) * unit;
            if (number >= 0) {
                return Math.round(number);
            }
        }
        throw Kind.refused(takes, given);
    }

    /** A number without the exponent that doubles are printed with. */
    private static String plain(Object given) {
        return given instanceof Double number && number == Math.rint(number) && Math.abs(number) < 1e15
                ? Long.toString(number.longValue())
                : String.valueOf(given);
    }
}
