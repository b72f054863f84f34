package millrace.manager.config;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** What JavaScript does with values, as far as plain process files go. */
final class Value {
    private Value() {}

    static boolean truthy(Object value) {
        return switch (value) {
            case null -> false;
            case Boolean flag -> flag;
            case Number number -> number.doubleValue() != 0;
            case String text -> !text.isEmpty();
            default -> true;
        };
    }

    static Object plus(Object a, Object b, LiteralScanner in) throws ConfigException {
        return a instanceof Number x && b instanceof Number y
                ? number(x.doubleValue() + y.doubleValue())
                : text(a, in) + text(b, in);
    }

    static Number times(Object a, Object b, LiteralScanner in) throws ConfigException {
        if (!(a instanceof Number x && b instanceof Number y)) {
            throw in.error("only numbers are multiplied");
        }
        return number(x.doubleValue() * y.doubleValue());
    }

    private static Number number(double value) {
        if (value == Math.rint(value) && Math.abs(value) < 1e15) {
            return (long) value;
        }
        return value;
    }

    /** A value inside a text. */
    static String text(Object value, LiteralScanner in) throws ConfigException {
        if (value instanceof Map || value instanceof List) {
            throw in.error("an object is no part of a text");
        }
        return value == null ? "undefined" : String.valueOf(value);
    }

    static String joined(List<String> parts, boolean resolve, LiteralScanner in) throws ConfigException {
        try {
            Path path = Path.of(resolve ? "" : String.join("/", parts));
            if (resolve) {
                for (String part : parts) {
                    path = path.resolve(part);
                }
                path = path.toAbsolutePath();
            }
            return path.normalize().toString();
        } catch (InvalidPathException e) {
            throw in.error("no path: " + e.getMessage());
        }
    }
}
