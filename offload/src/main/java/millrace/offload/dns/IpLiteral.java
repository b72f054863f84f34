package millrace.offload.dns;

import java.net.InetAddress;

/** Addresses in the form of text, for which nobody has to be asked. Source: RFC 4291 section 2.2, RFC 6874. */
final class IpLiteral {
    private IpLiteral() {}

    /**
     * The address, or {@code null} when the text is none. Of IPv4 only the form with four numbers is one; IPv6 may stand
     * in brackets and have a zone ({@code fe80::1%eth0}).
     */
    static InetAddress parse(String text) {
        boolean v6 = text.indexOf(':') >= 0;
        if (!v6 && !text.matches("[0-9]{1,3}(\\.[0-9]{1,3}){3}")) {
            return null;
        }
        boolean bracketed = text.startsWith("[") && text.endsWith("]");
        try {
            return InetAddress.ofLiteral(bracketed ? text.substring(1, text.length() - 1) : text);
        } catch (IllegalArgumentException notOne) {
            return null;
        }
    }
}
