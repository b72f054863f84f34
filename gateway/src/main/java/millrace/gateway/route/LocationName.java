package millrace.gateway.route;

import millrace.gateway.config.ConfigException;
import millrace.gateway.config.Scope;
import millrace.gateway.config.Statement;
import millrace.gateway.variable.Captured;

/**
 * What stands between {@code location} and its brace.
 *
 * @param text the path, the pattern, or the name with its {@code @}
 * @param matcher of patterns only
 */
public record LocationName(Kind kind, String text, Captured matcher) {

    /** Which paths a location is for. */
    public enum Kind {
        /** {@code = /path}. */
        EXACT,
        /** {@code /path}. */
        PREFIX,
        /** {@code ^~ /path}: patterns are not looked at. */
        PREFIX_BEFORE_PATTERNS,
        /** {@code ~} and {@code ~*}. */
        PATTERN,
        /** {@code @name}: for none; requests are sent there. */
        NAMED
    }

    static LocationName of(Scope scope, Statement s) throws ConfigException {
        String first = s.arg(0);
        if (s.args().size() > 1) {
            return switch (first) {
                case "=" -> new LocationName(Kind.EXACT, s.arg(1), null);
                case "^~" -> new LocationName(Kind.PREFIX_BEFORE_PATTERNS, s.arg(1), null);
                case "~" -> pattern(s.arg(1), false, scope, s);
                case "~*" -> pattern(s.arg(1), true, scope, s);
                default -> throw s.error("invalid location modifier \"" + first + "\"", "=, ^~, ~ or ~*");
            };
        }
        if (first.startsWith("=")) {
            return new LocationName(Kind.EXACT, first.substring(1), null);
        }
        if (first.startsWith("^~")) {
            return new LocationName(Kind.PREFIX_BEFORE_PATTERNS, first.substring(2), null);
        }
        if (first.startsWith("~")) {
            boolean ignoreCase = first.startsWith("~*");
            return pattern(first.substring(ignoreCase ? 2 : 1), ignoreCase, scope, s);
        }
        return new LocationName(first.startsWith("@") ? Kind.NAMED : Kind.PREFIX, first, null);
    }

    private static LocationName pattern(String text, boolean ignoreCase, Scope scope, Statement s)
            throws ConfigException {
        return new LocationName(Kind.PATTERN, text, Captured.by(text, ignoreCase, scope.variables(), s.place()));
    }

    /** Whether the location may stand in another. */
    void checkInside(LocationName outer, Statement s) throws ConfigException {
        String what = "location \"" + text + "\" ";
        if (outer.kind == Kind.EXACT) {
            throw s.error(what + "cannot be inside the exact location \"" + outer.text + "\"");
        }
        if (outer.kind == Kind.NAMED) {
            throw s.error(what + "cannot be inside the named location \"" + outer.text + "\"");
        }
        if (kind == Kind.NAMED) {
            throw s.error("named " + what + "can be on the server level only");
        }
        if (kind != Kind.PATTERN && !text.startsWith(outer.text)) {
            throw s.error(what + "is outside location \"" + outer.text + "\"");
        }
    }
}
