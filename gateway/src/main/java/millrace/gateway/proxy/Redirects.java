package millrace.gateway.proxy;

import java.util.ArrayList;
import java.util.List;
import millrace.gateway.config.ConfigException;
import millrace.gateway.config.Scope;
import millrace.gateway.config.Statement;
import millrace.gateway.variable.Template;

/** Reads {@code proxy_redirect}, {@code proxy_cookie_domain} and {@code proxy_cookie_path}. */
final class Redirects {
    private Redirects() {}

    static void read(Scope scope, Statement s) throws ConfigException {
        ProxySettings settings = scope.get(ProxySettings.KEY);
        if (settings.redirects == null) {
            settings.redirects = new ArrayList<>();
        }
        if (s.args().size() == 2) {
            settings.redirects.add(Replacement.of(scope, s, s.arg(0), s.arg(1), false));
        } else if (s.arg(0).equals("default")) {
            ProxyPass pass = settings.pass;
            if (pass == null) {
                throw s.error("\"proxy_redirect default\" should be placed after the \"proxy_pass\" directive");
            }
            if (pass.template != null) {
                throw s.error("\"proxy_redirect default\" cannot be used with \"proxy_pass\" directive with variables");
            }
            settings.redirects.addAll(usual(pass));
        } else if (!s.arg(0).equals("off")) {
            throw s.error("invalid parameter \"" + s.arg(0) + "\"", "off, default, or what to replace and what by");
        }
    }

    /** What holds when nothing is said: the URL that is passed to becomes the location. */
    static List<Replacement> usual(ProxyPass pass) {
        if (pass.template != null) {
            return List.of();
        }
        String from = pass.source;
        String to = "/";
        if (pass.url.uri() == null) {
            from = from + "/";
        } else if (pass.location != null) {
            to = pass.location;
        } else {
            return List.of();
        }
        return List.of(new Replacement(Template.constant(from), null, Template.constant(to)));
    }

    /** A rule for cookies, or none for {@code off}. */
    static List<Replacement> cookie(Scope scope, Statement s, List<Replacement> known, boolean domain)
            throws ConfigException {
        List<Replacement> rules = known == null ? new ArrayList<>() : known;
        if (s.args().size() == 1) {
            if (!s.arg(0).equals("off")) {
                throw s.error("invalid parameter \"" + s.arg(0) + "\"", "off, or what to replace and what by");
            }
            return rules;
        }
        String from = s.arg(0);
        String to = s.arg(1);
        // Domains with and without a dot in front are the same.
        rules.add(domain ? Replacement.of(scope, s, undotted(from), undotted(to), true)
                : Replacement.of(scope, s, from, to, false));
        return rules;
    }

    private static String undotted(String domain) {
        return domain.startsWith(".") ? domain.substring(1) : domain;
    }
}
