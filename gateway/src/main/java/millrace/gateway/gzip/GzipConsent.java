package millrace.gateway.gzip;

import java.util.Locale;
import java.util.Set;
import millrace.gateway.conditional.HttpTime;
import millrace.gateway.conditional.Validators;
import millrace.gateway.exchange.Exchange;
import millrace.gateway.exchange.HeaderList;
import millrace.gateway.exchange.Reply;
import millrace.gateway.gzip.GzipSettings.Proxied;
import millrace.gateway.pattern.Pattern;
import millrace.http.codec.Fields;
import millrace.http.codec.Output;

/** Whether a client, and whoever is between, takes a compressed body. */
final class GzipConsent {
    /** Any that is one, but for 0: RFC 9110 section 12.4.2. */
    private static final String WEIGHT = "q=(1(\\.0{0,3})?|0\\.(?!0*$)[0-9]{1,3})";

    private static final byte[] VARY = Output.ascii("Vary");
    private static final byte[] ACCEPT_ENCODING = Output.ascii("Accept-Encoding");

    private GzipConsent() {}

    static boolean given(Exchange x, GzipSettings settings) {
        Fields fields = x.head().fields();
        String accepted = fields.get("accept-encoding");
        if (x.parent() != null || accepted == null || !names(accepted)
                || x.head().minorVersion() == 0 && !settings.oldClients || isDisabled(x, settings)) {
            return false;
        }
        return fields.indexOf("via", 0) < 0 || isProxied(fields, x.reply(), settings.proxied);
    }

    /** The reply would be another one for other clients. */
    static void vary(Exchange x, GzipSettings settings) {
        if (settings.vary && x.parent() == null) {
            x.reply().headers().add(VARY, ACCEPT_ENCODING);
        }
    }

    /** Whether gzip is in the list, and not with a weight of 0. */
    static boolean names(String accepted) {
        for (String each : accepted.toLowerCase(Locale.ROOT).split(",")) {
            String coding = each.strip();
            int semicolon = coding.indexOf(';');
            if ((semicolon < 0 ? coding : coding.substring(0, semicolon).strip()).equals("gzip")) {
                return semicolon < 0 || coding.substring(semicolon + 1).replace(" ", "").matches(WEIGHT);
            }
        }
        return false;
    }

    private static boolean isDisabled(Exchange x, GzipSettings settings) {
        String agent = settings.disabled.isEmpty() ? null : x.head().fields().get("user-agent");
        if (agent != null) {
            for (Pattern each : settings.disabled) {
                if (each.matches(agent)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean isProxied(Fields fields, Reply reply, Set<Proxied> allowed) {
        if (allowed.contains(Proxied.OFF)) {
            return false;
        }
        if (allowed.contains(Proxied.ANY) || allowed.contains(Proxied.AUTH) && fields.indexOf("authorization", 0) >= 0) {
            return true;
        }
        HeaderList headers = reply.headers();
        String control = headers.get("Cache-Control");
        String expires = headers.get("Expires");
        if (expires != null && control == null) {
            return allowed.contains(Proxied.EXPIRED) && HttpTime.parse(expires) <= System.currentTimeMillis() / 1000;
        }
        if (control != null) {
            String words = control.toLowerCase(Locale.ROOT);
            return allowed.contains(Proxied.NO_CACHE) && words.contains("no-cache")
                    || allowed.contains(Proxied.NO_STORE) && words.contains("no-store")
                    || allowed.contains(Proxied.PRIVATE) && words.contains("private");
        }
        return allowed.contains(Proxied.NO_LAST_MODIFIED) && Validators.lastModified(reply) == Reply.UNKNOWN
                || allowed.contains(Proxied.NO_ETAG) && Validators.tag(reply) == null;
    }
}
