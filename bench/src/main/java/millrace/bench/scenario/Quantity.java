package millrace.bench.scenario;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Texts, counts and times, as they are written in a scenario file. */
final class Quantity {
    private static final Pattern TIME = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,9})?)(us|ms|s|m|h)");
    private static final double LONGEST_NANOS = 365 * 86_400e9;

    private Quantity() {}

    static String text(Value value, String what) {
        if (value instanceof Value.Scalar(String text, Value.Kind kind, Place _) && kind != Value.Kind.NOTHING) {
            return text;
        }
        throw value.at().wrong(what + " takes a text, and not " + value.described());
    }

    static long count(Value value, String what, long least, long most) {
        if (value instanceof Value.Scalar(String text, Value.Kind _, Place _) && text.matches("\\d{1,18}")) {
            long count = Long.parseLong(text);
            if (count >= least && count <= most) {
                return count;
            }
        }
        throw value.at().wrong(what + " takes a whole number from " + least
                + (most == Long.MAX_VALUE ? " on" : " to " + most) + ", and not " + value.described());
    }

    static double rate(Value value, String what) {
        if (value instanceof Value.Scalar(String text, Value.Kind _, Place _)
                && text.matches("\\d{1,9}(\\.\\d{1,9})?")) {
            return Double.parseDouble(text);
        }
        throw value.at().wrong(what + " takes a number a second, such as 100, and not " + value.described());
    }

    static long nanos(Value value, String what, long least) {
        long nanos = value instanceof Value.Scalar(String text, Value.Kind _, Place _) ? nanos(text) : -1;
        if (nanos < least) {
            throw value.at().wrong(what + " takes a time with its unit, such as 500ms, 30s or 5m, and not "
                    + value.described());
        }
        return nanos;
    }

    /** @return −1 when it is none */
    static long nanos(String text) {
        Matcher matcher = TIME.matcher(text.strip());
        if (!matcher.matches()) {
            return text.strip().equals("0") ? 0 : -1;
        }
        double unit = switch (matcher.group(2)) {
            case "us" -> 1e3;
            case "ms" -> 1e6;
            case "m" -> 60e9;
            case "h" -> 3600e9;
            default -> 1e9;
        };
        double nanos = Double.parseDouble(matcher.group(1)) * unit;
        return nanos > LONGEST_NANOS ? -1 : Math.round(nanos);
    }
}
