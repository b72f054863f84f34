package millrace.gateway.visitor;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.Locale;
import millrace.gateway.config.Scope;
import millrace.gateway.exchange.Exchange;
import millrace.gateway.exchange.HeadFilter;

/** {@code userid}: adds the cookie to replies. */
public final class UserIdFilter implements HeadFilter {
    private static final DateTimeFormatter SHORT_YEAR =
            DateTimeFormatter.ofPattern("EEE, dd-MMM-yy HH:mm:ss 'GMT'", Locale.ENGLISH).withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter LONG_YEAR =
            DateTimeFormatter.ofPattern("EEE, dd-MMM-yyyy HH:mm:ss 'GMT'", Locale.ENGLISH).withZone(ZoneOffset.UTC);

    /** A year of two digits would be the wrong one. */
    private static final Instant YEAR_2038 = Instant.parse("2038-01-01T00:00:00Z");

    @Override
    public boolean concerns(Scope scope) {
        return scope.get(UserIdSettings.KEY).mode.compareTo(UserIdSettings.Mode.V1) >= 0;
    }

    @Override
    public void apply(Exchange x) {
        if (x.parent() != null) {
            return;
        }
        UserIdSettings settings = x.settings(UserIdSettings.KEY);
        byte[] id = UserId.of(x, settings).toSet(x, settings);
        if (id == null) {
            return;
        }
        x.reply().headers().add("Set-Cookie", cookie(settings, id));
        if (!settings.p3p.isEmpty()) {
            x.reply().headers().add("P3P", settings.p3p);
        }
    }

    private static String cookie(UserIdSettings settings, byte[] id) {
        StringBuilder text = new StringBuilder(settings.name).append('=').append(Base64.getEncoder().encodeToString(id));
        if (settings.mark != 0) {
            text.setCharAt(text.length() - 2, (char) (int) settings.mark);
        }
        if (settings.expires == UserIdSettings.NEVER) {
            text.append("; expires=Thu, 31-Dec-37 23:55:55 GMT");
        } else if (settings.expires != UserIdSettings.SESSION) {
            Instant until = Instant.now().plusSeconds(settings.expires);
            text.append("; expires=").append((until.isBefore(YEAR_2038) ? SHORT_YEAR : LONG_YEAR).format(until));
        }
        if (!settings.domain.isEmpty()) {
            text.append("; domain=").append(settings.domain);
        }
        text.append("; path=").append(settings.path);
        // In this order, however they are written.
        for (String flag : new String[] {"secure", "httponly", "samesite=strict", "samesite=lax", "samesite=none"}) {
            if (settings.flags.contains(flag)) {
                text.append("; ").append(flag);
            }
        }
        return text.toString();
    }
}
