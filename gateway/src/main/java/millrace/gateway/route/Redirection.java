package millrace.gateway.route;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import millrace.gateway.exchange.Exchange;
import millrace.gateway.exchange.HeaderList;
import millrace.http.codec.Output;

/** Tells a client where else to go. */
public final class Redirection {
    private static final byte[] NAME = Output.ascii("Location");
    private static final byte[] SCHEME = Output.ascii("http://");
    private static final byte[] SECURE_SCHEME = Output.ascii("https://");

    private Redirection() {}

    /**
     * Sets the field {@code Location}. A path of the gateway's own gets scheme, host and port in front, as
     * {@code absolute_redirect} and its like say.
     */
    public static void location(Exchange x, String target) {
        byte[] octets = target.getBytes(StandardCharsets.ISO_8859_1);
        Output out = new Output(octets.length);
        location(x, out.put(octets));
    }

    /** The same, with the octets of an output. */
    public static void location(Exchange x, Output raw) {
        Output target = onOneLine(raw);
        HeaderList headers = x.reply().headers();
        headers.remove("Location");
        boolean path = target.length() > 0 && target.bytes()[0] == '/';
        RedirectSettings settings = x.settings(RedirectSettings.KEY);
        if (!path || !settings.absolute) {
            headers.add(NAME, target);
            return;
        }
        boolean secure = x.client().stream().tls() != null;
        Output absolute = new Output(target.length() + 64).put(secure ? SECURE_SCHEME : SCHEME);
        InetSocketAddress local = x.client().localAddress() instanceof InetSocketAddress inet ? inet : null;
        if (settings.serverName) {
            absolute.utf8(x.server().get(ServerNameSettings.KEY).primary());
        } else if (x.host().isPresent()) {
            x.host().writeTo(absolute);
        } else if (local != null) {
            absolute.utf8(text(local));
        }
        if (settings.port && local != null && local.getPort() != (secure ? 443 : 80)) {
            absolute.utf8(":").number(local.getPort());
        }
        headers.add(NAME, absolute.put(target.bytes(), 0, target.length()));
    }

    /** Control characters out of a decoded path must not begin another field. */
    private static Output onOneLine(Output raw) {
        byte[] octets = raw.bytes();
        int i = 0;
        while (i < raw.length() && !isControl(octets[i])) {
            i++;
        }
        if (i == raw.length()) {
            return raw;
        }
        Output safe = new Output(raw.length() + 16);
        for (i = 0; i < raw.length(); i++) {
            if (isControl(octets[i])) {
                UriEscape.COMPONENT.write(octets, i, 1, safe);
            } else {
                safe.put(octets, i, 1);
            }
        }
        return safe;
    }

    private static boolean isControl(byte octet) {
        return octet >= 0 && octet < ' ' || octet == 0x7f;
    }

    private static String text(InetSocketAddress address) {
        String text = address.getAddress().getHostAddress();
        return text.indexOf(':') < 0 ? text : "[" + text + "]";
    }
}
