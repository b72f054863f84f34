package millrace.gateway.access;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;

/** An address as a header field has it: with or without a port, IPv6 with or without brackets. */
final class AddressText {
    private AddressText() {}

    /** {@code null} when it is none; names are not looked up. */
    static SocketAddress parse(String text) {
        if (text.equals("unix:")) {
            return null;
        }
        String host = text;
        int port = 0;
        int colon = text.lastIndexOf(':');
        boolean bracketed = text.startsWith("[");
        boolean single = colon >= 0 && text.indexOf(':') == colon;
        if (bracketed) {
            int end = text.indexOf(']');
            if (end < 0) {
                return null;
            }
            host = text.substring(1, end);
            port = end + 1 == text.length() ? 0 : port(text.substring(end + 1), text.charAt(end + 1));
        } else if (single) {
            host = text.substring(0, colon);
            port = port(text.substring(colon), ':');
        }
        boolean looksLikeOne = !host.isEmpty()
                && host.chars().allMatch(c -> Character.digit(c, 16) >= 0 || c == '.' || c == ':')
                && (host.indexOf(':') >= 0 || host.chars().filter(c -> c == '.').count() == 3);
        if (!looksLikeOne || port < 0) {
            return null;
        }
        try {
            return new InetSocketAddress(InetAddress.ofLiteral(host), port);
        } catch (IllegalArgumentException e) {
            return null; // Letters and dots, but no address.
        }
    }

    /** −1 when it is no port. */
    private static int port(String withColon, char first) {
        String digits = withColon.substring(1);
        if (first != ':' || !digits.matches("[0-9]{1,5}")) {
            return -1;
        }
        int port = Integer.parseInt(digits);
        return port <= 0xffff ? port : -1;
    }
}
