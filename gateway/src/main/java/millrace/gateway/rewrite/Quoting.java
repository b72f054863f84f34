package millrace.gateway.rewrite;

import millrace.gateway.exchange.Exchange;
import millrace.http.codec.Output;
import millrace.http.codec.RequestHead;

/** How percent signs fare in {@code rewrite}: what was captured is decoded, and a redirect is not. */
final class Quoting {
    private Quoting() {}

    /** Whether the path came encoded, so that captures must be encoded where they become part of arguments. */
    static boolean isNeeded(Exchange x) {
        RequestHead head = x.head();
        byte[] b = head.fields().buffer();
        for (int i = head.pathStart(); i < head.pathEnd(); i++) {
            if (b[i] == '%' || b[i] == '+') {
                return true;
            }
        }
        return false;
    }

    /** Decodes what needs no encoding, up to the first question mark; the rest stays. As nginx does with redirects. */
    static Output unquote(Output from) {
        byte[] b = from.bytes();
        int limit = from.length();
        Output to = new Output(limit + 16);
        int i = 0;
        while (i < limit && b[i] != '?') {
            int octet = b[i] == '%' && i + 2 < limit ? octet(b[i + 1], b[i + 2]) : -1;
            if (octet > '%' && octet < 0x7f) {
                to.put(new byte[] {(byte) octet});
                i += 3;
                if (octet == '?') {
                    break;
                }
            } else {
                to.put(b, i++, 1);
            }
        }
        return to.put(b, i, limit - i);
    }

    private static int octet(byte high, byte low) {
        int h = Character.digit(high, 16);
        int l = Character.digit(low, 16);
        return h < 0 || l < 0 ? -1 : h << 4 | l;
    }
}
