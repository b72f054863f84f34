package millrace.gateway.proxy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import millrace.gateway.config.ConfigException;
import millrace.gateway.config.Scope;
import millrace.gateway.config.Statement;
import millrace.gateway.exchange.Exchange;

/**
 * One {@code proxy_cookie_flags}: cookies, and the attributes that they get and lose. Immutable.
 *
 * @param cookie whose name; {@code null} names all
 */
record CookieFlags(Replacement cookie, List<String> added, Set<String> removed) {
    private static final Map<String, String> ADDED = Map.of("secure", "Secure", "httponly", "HttpOnly",
            "samesite=strict", "SameSite=Strict", "samesite=lax", "SameSite=Lax", "samesite=none", "SameSite=None");

    static CookieFlags of(Scope scope, Statement s) throws ConfigException {
        List<String> added = new ArrayList<>();
        Set<String> removed = new HashSet<>();
        for (String flag : s.args().subList(1, s.args().size())) {
            String attribute = ADDED.get(flag);
            if (attribute != null) {
                added.add(attribute);
            } else if (Set.of("nosecure", "nohttponly", "nosamesite").contains(flag)) {
                removed.add(flag.substring(2));
            } else {
                throw s.error("invalid parameter \"" + flag + "\"",
                        "secure, httponly, samesite=strict|lax|none, or one of them with no in front");
            }
        }
        return new CookieFlags(Replacement.of(scope, s, s.arg(0), "", true), List.copyOf(added), Set.copyOf(removed));
    }

    boolean isFor(Exchange x, String name) {
        return cookie.whole(x, name) != null;
    }

    /** Whether an attribute, in lower case and without its value, goes. */
    boolean drops(String attribute) {
        return removed.contains(attribute) || added.stream().anyMatch(a -> name(a).equalsIgnoreCase(attribute));
    }

    private static String name(String attribute) {
        int equals = attribute.indexOf('=');
        return equals < 0 ? attribute : attribute.substring(0, equals);
    }
}
