package millrace.offload.dns;

import java.net.InetAddress;

/** Addresses in the form of text, for which nobody has to be asked. Source: RFC 4291 section 2.2, RFC 6874. */
final class IpLiteral {
    private IpLiteral() {}

    /**
     * The address, or {@code null} when the text is none. Of IPv4 only the form with four numbers is one; IPv6 may
     * stand in brackets and have a zone ({@code fe80::1%eth0}).
     */
    static InetAddress parse(String text) {
        if (text.indexOf(':') < 0 && !isDottedQuad(text)) {
            return null;
        }
        boolean bracketed = text.startsWith("[") && text.endsWith("]");
        try {
            return InetAddress.ofLiteral(bracketed ? text.substring(1, text.length() - 1) : text);
        } catch (IllegalArgumentException notOne) {
            return null;
        }
    }

    /** Whether it looks like one: the numbers may still be too large. */
    private static boolean isDottedQuad(String text) {
        int dots = 0;
        int digits = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '.' && digits > 0) {
                dots++;
                digits = 0;
            } else if (c >= '0' && c <= '9' && digits < 3) {
                digits++;
            } else {
                return false;
            }
        }
        return dots == 3 && digits > 0;
    }
}
