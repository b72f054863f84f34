package millrace.bench.client;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.ArrayList;
import java.util.List;

/** A request as it is sent, made once for all of them. Immutable; any thread. Source: RFC 9112, section 3. */
public final class RequestBytes {
    /**
     * A field of the head.
     *
     * @param name as it is written
     */
    public record Field(String name, String value) {
        public Field {
            if (name.isEmpty() || !name.chars().allMatch(Field::isToken)) {
                throw new IllegalArgumentException("\"" + name + "\" is no name of a header");
            }
            if (value.chars().anyMatch(c -> c == '\r' || c == '\n' || c == 0)) {
                throw new IllegalArgumentException("the value of header " + name + " has a line break in it");
            }
        }

        /** Source: RFC 9110, section 5.6.2. */
        private static boolean isToken(int c) {
            return c > ' ' && c < 127 && "\"(),/:;<=>?@[\\]{}".indexOf(c) < 0;
        }

        /** {@code name=value} or {@code name: value}, whichever comes first: both are in use. */
        public static Field of(String text) {
            int equals = text.indexOf('=');
            int colon = text.indexOf(':');
            int at = equals < 0 ? colon : colon < 0 ? equals : Math.min(equals, colon);
            if (at <= 0) {
                throw new IllegalArgumentException("a header is NAME=VALUE or NAME: VALUE, and not \"" + text + "\"");
            }
            return new Field(text.substring(0, at).strip(), text.substring(at + 1).strip());
        }
    }

    private final byte[] bytes;
    private final boolean head;

    private RequestBytes(byte[] bytes, boolean head) {
        this.bytes = bytes;
        this.head = head;
    }

    /**
     * Puts a request together.
     *
     * @param host for the field {@code Host}, unless the fields have one
     * @param path begins with a slash, with its query
     * @param body {@code null} when there is none
     */
    public static RequestBytes of(String method, String host, String path, List<Field> fields, byte[] body) {
        List<Field> all = new ArrayList<>();
        if (fields.stream().noneMatch(field -> field.name().equalsIgnoreCase("Host"))) {
            all.add(new Field("Host", host));
        }
        all.addAll(fields);
        boolean framed = fields.stream().anyMatch(field -> field.name().equalsIgnoreCase("Content-Length")
                || field.name().equalsIgnoreCase("Transfer-Encoding"));
        if (!framed && (body != null || method.equals("POST") || method.equals("PUT") || method.equals("PATCH"))) {
            all.add(new Field("Content-Length", Integer.toString(body == null ? 0 : body.length)));
        }
        StringBuilder text = new StringBuilder(method).append(' ').append(path).append(" HTTP/1.1\r\n");
        all.forEach(field -> text.append(field.name()).append(": ").append(field.value()).append("\r\n"));
        byte[] start = text.append("\r\n").toString().getBytes(ISO_8859_1);
        byte[] bytes = start;
        if (body != null) {
            bytes = new byte[start.length + body.length];
            System.arraycopy(start, 0, bytes, 0, start.length);
            System.arraycopy(body, 0, bytes, start.length, body.length);
        }
        return new RequestBytes(bytes, method.equals("HEAD"));
    }

    /** Whether its answer has no body, whatever the answer's head says. */
    boolean isHead() {
        return head;
    }

    /** Not to be changed. */
    byte[] bytes() {
        return bytes;
    }

    @Override
    public String toString() {
        return new String(bytes, ISO_8859_1);
    }
}
