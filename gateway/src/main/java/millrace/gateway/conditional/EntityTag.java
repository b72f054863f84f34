package millrace.gateway.conditional;

import millrace.gateway.exchange.HeaderList;
import millrace.http.codec.Output;

/** Entity tags: RFC 9110 section 8.8.3. */
public final class EntityTag {
    private static final byte[] NAME = Output.ascii("ETag");
    private static final byte[] QUOTE = {'"'};
    private static final byte[] DASH = {'-'};
    private static final byte[] HEX = Output.ascii("0123456789abcdef");

    private EntityTag() {}

    /** Adds the tag of a file, made as nginx makes it: {@code "time-size"} in hexadecimal digits. */
    public static void add(HeaderList headers, long modifiedSeconds, long size, Output scratch) {
        scratch.put(QUOTE);
        hex(modifiedSeconds, scratch);
        scratch.put(DASH);
        hex(size, scratch);
        headers.add(NAME, scratch.put(QUOTE));
    }

    private static void hex(long value, Output to) {
        int shift = 60 - (Long.numberOfLeadingZeros(value | 1) & ~3);
        for (; shift >= 0; shift -= 4) {
            to.put(HEX, (int) (value >>> shift) & 15, 1);
        }
    }

    /**
     * Whether a list of tags, as in {@code If-Match}, has one.
     *
     * @param tag the reply's, or {@code null} when it has none
     * @param weak whether {@code W/} makes no difference
     */
    static boolean matches(String list, String tag, boolean weak) {
        if (list.equals("*")) {
            return true;
        }
        if (tag == null) {
            return false;
        }
        String wanted = weak && tag.startsWith("W/") ? tag.substring(2) : tag;
        int at = 0;
        while (at < list.length()) {
            if (weak && list.startsWith("W/", at)) {
                at += 2;
            }
            if (list.startsWith(wanted, at)) {
                int after = skipBlank(list, at + wanted.length());
                if (after == list.length() || list.charAt(after) == ',') {
                    return true;
                }
            }
            int comma = list.indexOf(',', at);
            if (comma < 0) {
                return false;
            }
            at = skipBlank(list, comma + 1);
        }
        return false;
    }

    private static int skipBlank(String text, int from) {
        int at = from;
        while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
            at++;
        }
        return at;
    }

    /** Makes the reply's tag a weak one, because its body is changed on the way: gone if it is none. */
    public static void weaken(HeaderList headers) {
        int line = headers.indexOf("ETag", 0);
        if (line < 0) {
            return;
        }
        String tag = headers.value(line);
        if (tag.startsWith("\"")) {
            headers.value(line, "W/" + tag);
        } else if (!tag.startsWith("W/")) {
            headers.removeLine(line);
        }
    }
}
