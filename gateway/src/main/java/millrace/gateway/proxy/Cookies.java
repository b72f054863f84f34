package millrace.gateway.proxy;

import java.util.List;
import java.util.Locale;
import millrace.gateway.exchange.Exchange;

/** Changes cookies that an upstream sets: {@code proxy_cookie_domain}, {@code proxy_cookie_path}, {@code proxy_cookie_flags}. */
final class Cookies {
    private Cookies() {}

    /** The value of a {@code Set-Cookie} field, changed where a rule fits; all else stays as it was, octet by octet. */
    static String rewrite(Exchange x, ProxySettings settings, String value) {
        String[] parts = value.split(";", -1);
        CookieFlags.Change flags = flags(x, settings.cookieFlags, name(parts[0]).strip());
        StringBuilder result = new StringBuilder(parts[0]);
        for (int i = 1; i < parts.length; i++) {
            String attribute = name(parts[i]).strip().toLowerCase(Locale.ROOT);
            if (flags == null || !flags.drops(attribute)) {
                result.append(';').append(attribute(x, settings, attribute, parts[i]));
            }
        }
        if (flags != null) {
            flags.added().forEach(a -> result.append("; ").append(a));
        }
        return result.toString();
    }

    private static CookieFlags.Change flags(Exchange x, List<CookieFlags> all, String cookie) {
        for (CookieFlags each : all) {
            if (each.isFor(x, cookie)) {
                return each.change(x);
            }
        }
        return null;
    }

    private static String name(String part) {
        int equals = part.indexOf('=');
        return equals < 0 ? part : part.substring(0, equals);
    }

    private static String attribute(Exchange x, ProxySettings settings, String name, String part) {
        int equals = part.indexOf('=');
        if (equals < 0) {
            return part;
        }
        String value = part.substring(equals + 1).strip();
        String changed = switch (name) {
            case "domain" -> domain(x, settings.cookieDomains, value);
            case "path" -> path(x, settings.cookiePaths, value);
            default -> null;
        };
        return changed == null ? part : part.substring(0, equals + 1) + changed;
    }

    /** A dot in front stays where it is. */
    private static String domain(Exchange x, List<Replacement> rules, String value) {
        boolean dotted = value.startsWith(".");
        for (Replacement rule : rules) {
            String changed = rule.whole(x, dotted ? value.substring(1) : value);
            if (changed != null) {
                return dotted ? "." + changed : changed;
            }
        }
        return null;
    }

    private static String path(Exchange x, List<Replacement> rules, String value) {
        for (Replacement rule : rules) {
            String changed = rule.beginning(x, value);
            if (changed != null) {
                return changed;
            }
        }
        return null;
    }
}
