package millrace.bench.client;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;

/**
 * A request of HTTP/2: its field block, made once for all connections, and its body. The block refers to the static table
 * alone, so that no connection has to remember anything. Immutable; any thread. Source: RFC 7541, section 6.
 */
final class Http2Request {
    private static final int GET = 0x82;
    private static final int POST = 0x83;
    private static final int ROOT = 0x84;
    private static final int HTTP = 0x86;
    private static final int HTTPS = 0x87;
    // Literal fields that nobody is to remember, with these names of the static table.
    private static final int AUTHORITY = 1;
    private static final int METHOD = 2;
    private static final int PATH = 4;

    private final byte[] block;
    private final byte[] body;
    private final boolean withIds;
    private final boolean head;

    private Http2Request(byte[] block, byte[] body, boolean withIds, boolean head) {
        this.block = block;
        this.body = body;
        this.withIds = withIds;
        this.head = head;
    }

    static Http2Request of(RequestBytes request, boolean secure) {
        RequestParts parts = RequestParts.of(request.bytes());
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        switch (parts.method()) {
            case "GET" -> out.write(GET);
            case "POST" -> out.write(POST);
            default -> literal(out, METHOD, parts.method());
        }
        out.write(secure ? HTTPS : HTTP);
        literal(out, AUTHORITY, parts.host());
        if (parts.path().equals("/")) {
            out.write(ROOT);
        } else {
            literal(out, PATH, parts.path());
        }
        for (RequestBytes.Field field : parts.fields()) {
            out.write(0);
            string(out, field.name());
            string(out, field.value());
        }
        return new Http2Request(out.toByteArray(), parts.body(), request.idPlaces().length > 0, request.isHead());
    }

    private static void literal(ByteArrayOutputStream out, int name, String value) {
        out.write(name);
        string(out, value);
    }

    /** As it is: coded by Huffman it would have no places for identifiers. */
    private static void string(ByteArrayOutputStream out, String text) {
        int length = text.length();
        if (length < 127) {
            out.write(length);
        } else {
            out.write(127);
            int rest = length - 127;
            for (; rest > 127; rest >>>= 7) {
                out.write(rest & 127 | 128);
            }
            out.write(rest);
        }
        out.writeBytes(text.getBytes(ISO_8859_1));
    }

    /** Whether each request has an identifier of its own: then {@link #block} and {@link #body} are made for it. */
    boolean hasIds() {
        return withIds;
    }

    boolean isHead() {
        return head;
    }

    /** Not to be changed. */
    byte[] block(Ids ids) {
        return withIds ? filled(block, ids) : block;
    }

    /** Not to be changed; {@code null} when there is none. */
    byte[] body(Ids ids) {
        return withIds && body != null ? filled(body, ids) : body;
    }

    private static byte[] filled(byte[] bytes, Ids ids) {
        byte[] copy = bytes.clone();
        for (int place : IdPlaces.of(copy)) {
            System.arraycopy(ids.bytes(), 0, copy, place, Ids.LENGTH);
        }
        return copy;
    }
}
