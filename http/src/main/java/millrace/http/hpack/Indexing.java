package millrace.http.hpack;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** What the encoder's table is told of a field, by its name. */
enum Indexing {
    KEPT,
    /** Different each time. */
    FLEETING,
    /** Never in a table, here or behind a proxy. */
    SECRET;

    static final byte[] UPGRADE = ascii("upgrade");
    static final byte[] CONNECTION = ascii("connection");
    static final byte[] KEEP_ALIVE = ascii("keep-alive");
    static final byte[] PROXY_CONNECTION = ascii("proxy-connection");
    static final byte[] TRANSFER_ENCODING = ascii("transfer-encoding");

    private static final Indexing[] BY_ENTRY = new Indexing[StaticTable.COUNT + 1];

    static {
        Arrays.fill(BY_ENTRY, KEPT);
        set(FLEETING, ":path", "age", "content-length", "content-range", "etag", "expires", "if-match", "if-modified-since",
                "if-none-match", "if-range", "if-unmodified-since", "last-modified", "location", "range", "set-cookie");
        set(SECRET, "authorization", "cookie", "proxy-authorization");
    }

    private static void set(Indexing indexing, String... names) {
        for (String name : names) {
            byte[] b = ascii(name);
            BY_ENTRY[StaticTable.find(b, 0, b.length)] = indexing;
        }
    }

    /** Of an entry of the static table, which is the first of its name. */
    static Indexing of(int entry) {
        return BY_ENTRY[entry];
    }

    static boolean isNamed(byte[] b, int length, byte[] name) {
        return Bytes.same(b, 0, length, name, 0, name.length);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
