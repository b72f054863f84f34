package millrace.gateway.proxy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import millrace.gateway.config.ConfigException;
import millrace.gateway.config.Scope;
import millrace.gateway.config.Statement;
import millrace.gateway.exchange.Exchange;
import millrace.gateway.variable.Template;

/**
 * One {@code proxy_cookie_flags}: cookies, and the attributes that they get and lose. Immutable.
 *
 * @param cookie whose name; {@code null} names all
 * @param flags may have variables; what these bring that is no flag changes nothing
 */
record CookieFlags(Replacement cookie, List<Template> flags) {
    private static final Set<String> REMOVED = Set.of("nosecure", "nohttponly", "nosamesite");

    private static final Map<String, String> ADDED = Map.of("secure", "Secure", "httponly", "HttpOnly",
            "samesite=strict", "SameSite=Strict", "samesite=lax", "SameSite=Lax", "samesite=none", "SameSite=None");

    static CookieFlags of(Scope scope, Statement s) throws ConfigException {
        List<Template> flags = new ArrayList<>();
        for (String flag : s.args().subList(1, s.args().size())) {
            Template template = Template.compile(flag, scope, s.place());
            if (template.isConstant() && !ADDED.containsKey(flag) && !REMOVED.contains(flag)) {
                throw s.error("invalid parameter \"" + flag + "\"",
                        "secure, httponly, samesite=strict|lax|none, or one of them with no in front");
            }
            flags.add(template);
        }
        return new CookieFlags(Replacement.of(scope, s, s.arg(0), "", true), List.copyOf(flags));
    }

    /** What one cookie gets and loses. */
    record Change(List<String> added, Set<String> removed) {
        /** Whether an attribute, in lower case and without its value, goes. */
        boolean drops(String attribute) {
            return removed.contains(attribute) || added.stream().anyMatch(a -> name(a).equalsIgnoreCase(attribute));
        }
    }

    Change change(Exchange x) {
        List<String> words = flags.stream().map(flag -> flag.text(x)).toList();
        return new Change(words.stream().filter(ADDED::containsKey).map(ADDED::get).toList(),
                words.stream().filter(REMOVED::contains).map(word -> word.substring(2)).collect(Collectors.toSet()));
    }

    boolean isFor(Exchange x, String name) {
        return cookie.whole(x, name) != null;
    }

    private static String name(String attribute) {
        int equals = attribute.indexOf('=');
        return equals < 0 ? attribute : attribute.substring(0, equals);
    }
}
