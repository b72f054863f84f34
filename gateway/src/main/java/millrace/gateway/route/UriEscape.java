package millrace.gateway.route;

import millrace.http.codec.Output;

/** Percent-encoding of paths and arguments: RFC 3986. */
public enum UriEscape {
    /** A path that was decoded: all that RFC 3986 forbids, and what would end it or be decoded again. */
    PATH("\"<>\\^`{|} ?%#"),
    /** A value within arguments. */
    ARGUMENT("\"<>\\^`{|} ?%#&+;"),
    /** Whatever is not unreserved. */
    COMPONENT("\"<>\\^`{|} ?%#&+;!$'()*,/:=@[]");

    private static final byte[] HEX = Output.ascii("0123456789ABCDEF");

    private final boolean[] escaped = new boolean[256];

    UriEscape(String punctuation) {
        for (int c = 0; c < escaped.length; c++) {
            escaped[c] = c < ' ' || c > '~' || punctuation.indexOf(c) >= 0;
        }
    }

    /** Whether any octet has to be encoded. */
    public boolean isNeeded(byte[] octets, int offset, int length) {
        for (int i = offset; i < offset + length; i++) {
            if (escaped[octets[i] & 0xff]) {
                return true;
            }
        }
        return false;
    }

    /** Appends the octets, encoded. */
    public void write(byte[] octets, int offset, int length, Output to) {
        int plain = offset;
        int limit = offset + length;
        for (int i = offset; i < limit; i++) {
            if (escaped[octets[i] & 0xff]) {
                to.put(octets, plain, i - plain);
                write(octets[i], to);
                plain = i + 1;
            }
        }
        to.put(octets, plain, limit - plain);
    }

    /** Appends one octet, encoded. */
    private static void write(byte octet, Output to) {
        to.put(PERCENT, 0, 1).put(HEX, octet >> 4 & 15, 1).put(HEX, octet & 15, 1);
    }

    private static final byte[] PERCENT = {'%'};
}
