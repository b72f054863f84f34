package millrace.gateway.proxy;

import java.util.List;
import millrace.gateway.config.Context;
import millrace.gateway.config.Scope;

/** What kind of a place a {@code proxy_pass} stands in: whether a part of the path can be replaced there. */
final class LocationPath {
    private LocationPath() {}

    /** The path of a location, or {@code null} when it is given by a regular expression or named, or the level is within it. */
    static String of(Scope scope) {
        Scope location = scope.enclosing(Context.LOCATION);
        if (location == null || location != scope) {
            return null;
        }
        List<String> args = location.statement().args();
        String last = args.getLast();
        if (args.size() > 1) {
            return args.getFirst().startsWith("~") ? null : last;
        }
        return switch (last.charAt(0)) {
            case '=' -> last.substring(1);
            case '^' -> last.startsWith("^~") ? last.substring(2) : last;
            case '~', '@' -> null;
            default -> last;
        };
    }
}
