package millrace.http.hpack;

import java.nio.charset.StandardCharsets;

/** The table of RFC 7541 appendix A. */
final class StaticTable {
    private static final String ENTRIES = ":authority|;:method|GET;:method|POST;:path|/;:path|/index.html;:scheme|http;"
            + ":scheme|https;:status|200;:status|204;:status|206;:status|304;:status|400;:status|404;:status|500;"
            + "accept-charset|;accept-encoding|gzip, deflate;accept-language|;accept-ranges|;accept|;"
            + "access-control-allow-origin|;age|;allow|;authorization|;cache-control|;content-disposition|;"
            + "content-encoding|;content-language|;content-length|;content-location|;content-range|;content-type|;"
            + "cookie|;date|;etag|;expect|;expires|;from|;host|;if-match|;if-modified-since|;if-none-match|;if-range|;"
            + "if-unmodified-since|;last-modified|;link|;location|;max-forwards|;proxy-authenticate|;"
            + "proxy-authorization|;range|;referer|;refresh|;retry-after|;server|;set-cookie|;"
            + "strict-transport-security|;transfer-encoding|;user-agent|;vary|;via|;www-authenticate|;";

    /** Entries count from 1. */
    static final int COUNT = 61;

    static final byte[][] NAMES = new byte[COUNT + 1][];
    static final byte[][] VALUES = new byte[COUNT + 1][];

    private static final int SLOTS = 256;
    private static final byte[] FIRST_BY_NAME = new byte[SLOTS];

    static {
        String[] entries = ENTRIES.split(";");
        for (int i = 1; i <= COUNT; i++) {
            int bar = entries[i - 1].indexOf('|');
            NAMES[i] = entries[i - 1].substring(0, bar).getBytes(StandardCharsets.ISO_8859_1);
            VALUES[i] = entries[i - 1].substring(bar + 1).getBytes(StandardCharsets.ISO_8859_1);
            if (find(NAMES[i], 0, NAMES[i].length) == 0) {
                int slot = slot(NAMES[i], 0, NAMES[i].length);
                while (FIRST_BY_NAME[slot] != 0) {
                    slot = slot + 1 & SLOTS - 1;
                }
                FIRST_BY_NAME[slot] = (byte) i;
            }
        }
    }

    private StaticTable() {}

    private static int slot(byte[] b, int from, int to) {
        return b[from] * 31 + b[to - 1] * 7 + (to - from) * 57 & SLOTS - 1;
    }

    /** The first entry with a name, which is in small letters and not empty; 0 for none. */
    static int find(byte[] b, int from, int to) {
        int slot = slot(b, from, to);
        for (int entry = FIRST_BY_NAME[slot]; entry != 0; entry = FIRST_BY_NAME[slot]) {
            if (Bytes.same(NAMES[entry], 0, NAMES[entry].length, b, from, to - from)) {
                return entry;
            }
            slot = slot + 1 & SLOTS - 1;
        }
        return 0;
    }

    /** The entry with the name of another and a value, 0 for none: those of one name follow each other. */
    static int withValue(int entry, byte[] b, int from, int to) {
        for (int i = entry; i <= COUNT && NAMES[i].length == NAMES[entry].length; i++) {
            if (Bytes.same(VALUES[i], 0, VALUES[i].length, b, from, to - from)
                    && Bytes.same(NAMES[i], 0, NAMES[i].length, NAMES[entry], 0, NAMES[entry].length)) {
                return i;
            }
        }
        return 0;
    }
}
