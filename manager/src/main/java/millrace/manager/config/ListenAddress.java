package millrace.manager.config;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the {@code listen} attribute: a port on all addresses, or on one. */
final class ListenAddress {
    private static final Pattern FORM = Pattern.compile("(?:(\\[[0-9a-fA-F:.]+]|[0-9.]+|localhost|\\*):)?([0-9]{1,5})");
    private static final int MAX_PORT = 65535;

    private ListenAddress() {}

    /** As {@code address:port}, the address {@code *} for all. */
    static String canonical(Object given) throws ConfigException {
        Matcher form = FORM.matcher(Kind.text(given));
        if (!form.matches() || Integer.parseInt(form.group(2)) > MAX_PORT) {
            throw refused(given, null);
        }
        String address = form.group(1) == null ? "*" : form.group(1).equals("localhost") ? "127.0.0.1" : form.group(1);
        String text = address + ":" + form.group(2);
        try {
            of(text);
        } catch (IllegalArgumentException e) {
            throw refused(given, e);
        }
        return text;
    }

    private static ConfigException refused(Object given, Exception cause) {
        String takes = "takes a port, or an address and a port, as 127.0.0.1:8000 or [::1]:8000";
        return new ConfigException(Kind.refused(takes, given).getMessage(), cause);
    }

    static InetSocketAddress of(String canonical) {
        int colon = canonical.lastIndexOf(':');
        int port = Integer.parseInt(canonical.substring(colon + 1));
        String address = canonical.substring(0, colon);
        return address.equals("*")
                ? new InetSocketAddress(port)
                : new InetSocketAddress(InetAddress.ofLiteral(address.replaceAll("[\\[\\]]", "")), port);
    }
}
