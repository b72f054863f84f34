package millrace.gateway.variable;

import millrace.gateway.config.ConfigException;
import millrace.gateway.config.Place;

/**
 * A variable's name in a text: {@code $name}, <code>${name}</code>, or <code>$1</code> to <code>$9</code>, one digit.
 */
public final class VariableName {
    private VariableName() {}

    /** Where the text goes on after the name that begins with the dollar sign at an index. */
    static int end(String source, int dollar, Place place) throws ConfigException {
        int at = dollar + 1;
        boolean braces = at < source.length() && source.charAt(at) == '{';
        int start = braces ? at + 1 : at;
        int end = start;
        if (end < source.length() && source.charAt(end) >= '1' && source.charAt(end) <= '9') {
            end++;
        } else {
            while (end < source.length() && isPart(source.charAt(end))) {
                end++;
            }
        }
        if (end == start) {
            throw new ConfigException(place, "invalid variable name",
                    "a \"$\" begins a variable; a bare one cannot be written");
        }
        if (!braces) {
            return end;
        }
        if (end == source.length() || source.charAt(end) != '}') {
            throw new ConfigException(place,
                    "the closing bracket in \"" + source.substring(start, end) + "\" variable is missing");
        }
        return end + 1;
    }

    static String of(String source, int dollar, int end) {
        return source.charAt(dollar + 1) == '{' ? source.substring(dollar + 2, end - 1) : source.substring(dollar + 1,
                end);
    }

    /** The name that a directive such as {@code set} or {@code map} declares: it must begin with a dollar sign. */
    public static String declared(String argument, Place place) throws ConfigException {
        if (argument.length() < 2 || argument.charAt(0) != '$') {
            throw new ConfigException(place, "invalid variable name \"" + argument + "\"", "it begins with \"$\"");
        }
        return argument.substring(1);
    }

    private static boolean isPart(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_';
    }
}
