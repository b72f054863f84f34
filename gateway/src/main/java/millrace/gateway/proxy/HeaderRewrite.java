package millrace.gateway.proxy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import millrace.gateway.exchange.Exchange;
import millrace.gateway.exchange.HeaderList;
import millrace.gateway.route.Redirection;
import millrace.http.codec.Fields;
import millrace.http.codec.Output;

/** Changes fields of an answer that name the upstream, so that they name the gateway. Off the path of plain answers. */
final class HeaderRewrite {
    private static final byte[] LOCATION = Output.ascii("Location");
    private static final byte[] REFRESH = Output.ascii("Refresh");
    private static final byte[] SET_COOKIE = Output.ascii("Set-Cookie");

    private HeaderRewrite() {}

    /** Whether anything is to be changed about such a field. */
    static boolean rewrites(ProxySettings settings, int special) {
        return switch (special) {
            case AnswerFields.LOCATION, AnswerFields.REFRESH -> !settings.effectiveRedirects.isEmpty();
            case AnswerFields.SET_COOKIE -> settings.rewritesCookies();
            default -> false;
        };
    }

    /** Adds a line, changed if a rule fits. */
    static void add(Exchange x, ProxySettings settings, int special, HeaderList to, Fields fields, int line) {
        String value = fields.value(line);
        switch (special) {
            case AnswerFields.LOCATION -> {
                String changed = redirected(x, settings.effectiveRedirects, value, 0);
                if (changed.equals(value)) {
                    put(to, LOCATION, value);
                } else {
                    Redirection.location(x, changed); // A path of our own gets the host in front.
                }
            }
            case AnswerFields.REFRESH -> put(to, REFRESH, refreshed(x, settings.effectiveRedirects, value));
            default -> put(to, SET_COOKIE, Cookies.rewrite(x, settings, value));
        }
    }

    private static void put(HeaderList to, byte[] name, String value) {
        byte[] octets = value.getBytes(StandardCharsets.ISO_8859_1);
        to.add(name, octets);
    }

    /** The URL of {@code 5; url=http://...} is what is changed. */
    private static String refreshed(Exchange x, List<Replacement> rules, String value) {
        int url = value.toLowerCase(Locale.ROOT).indexOf("url=");
        return url < 0 ? value : redirected(x, rules, value, url + 4);
    }

    private static String redirected(Exchange x, List<Replacement> rules, String value, int from) {
        String url = value.substring(from);
        for (Replacement rule : rules) {
            String changed = rule.beginning(x, url);
            if (changed != null) {
                return value.substring(0, from) + changed;
            }
        }
        return value;
    }
}
