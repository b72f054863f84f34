package millrace.gateway.balance;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import millrace.gateway.exchange.Exchange;
import millrace.gateway.variable.Slot;
import millrace.gateway.variable.Template;
import millrace.http.codec.Output;

/** {@code sticky cookie}: the gateway gives the client a cookie that names the peer. */
final class StickyCookie extends Sticky {
    /** {@code expires=max}. */
    static final long MAX = Long.MAX_VALUE;

    /** No {@code expires} at all: a cookie for the session. */
    static final long SESSION = -1;

    private static final List<String> SAMESITE = List.of("strict", "lax", "none");
    private static final DateTimeFormatter COOKIE_TIME =
            DateTimeFormatter.ofPattern("EEE, dd-MMM-yy HH:mm:ss 'GMT'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final Options options;

    /** What the directive says beside the name; absent is {@code null}. */
    record Options(
            String name,
            Template domain,
            String path,
            long expiresSeconds,
            boolean httpOnly,
            boolean secure,
            Template sameSite) {}

    StickyCookie(Slot cookie, Options options) {
        super(List.of(cookie));
        this.options = options;
    }

    static boolean isSameSite(String value) {
        return SAMESITE.contains(value.toLowerCase(Locale.ROOT));
    }

    @Override
    boolean cookie(Exchange x, Peer peer, long epochSeconds, Output to) {
        put(to, options.name + "=").put(peer.sid());
        if (options.expiresSeconds == MAX) {
            put(to, "; expires=Thu, 31-Dec-37 23:55:55 GMT; max-age=315360000");
        } else if (options.expiresSeconds != SESSION) {
            Instant end = Instant.ofEpochSecond(epochSeconds + options.expiresSeconds);
            put(to, "; expires=" + COOKIE_TIME.format(end) + "; max-age=" + options.expiresSeconds);
        }
        String domain = options.domain == null ? "" : options.domain.text(x);
        if (!domain.isEmpty()) {
            put(to, "; domain=" + domain);
        }
        put(to, options.httpOnly ? "; httponly" : "");
        put(to, options.secure ? "; secure" : "");
        String sameSite = options.sameSite == null ? "" : options.sameSite.text(x);
        if (!sameSite.isEmpty()) {
            put(to, "; samesite=" + (isSameSite(sameSite) ? sameSite : "strict"));
        }
        if (options.path != null) {
            put(to, "; path=" + options.path);
        }
        return true;
    }

    private static Output put(Output to, String text) {
        return to.put(Output.ascii(text));
    }
}
