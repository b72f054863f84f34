package millrace.bench.client;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** A request as it is sent, made once for all of them. Immutable; any thread. Source: RFC 9112, section 3. */
public final class RequestBytes {
    /**
     * A field of the head.
     *
     * @param name as it is written
     */
    public record Field(String name, String value) {
        public Field {
            if (!isToken(name)) {
                throw new IllegalArgumentException("\"" + name + "\" is no name of a header");
            }
            if (value.chars().anyMatch(c -> c == '\r' || c == '\n' || c == 0)) {
                throw new IllegalArgumentException("the value of header " + name + " has a line break in it");
            }
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

        boolean is(String other) {
            return name.equalsIgnoreCase(other);
        }
    }

    private static final Set<String> METHODS =
            Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE");
    private static final Set<String> WITH_LENGTH = Set.of("POST", "PUT", "PATCH");
    private static final int[] NOWHERE = {};

    private final byte[] bytes;
    private final int[] idPlaces;
    private final boolean head;
    /** The same for HTTP/2; of two threads that find none each makes one, and they are equal. */
    private Http2Request http2;

    private WebSocketForm webSocket;

    private RequestBytes(byte[] bytes, int[] idPlaces, boolean head) {
        this.bytes = bytes;
        this.idPlaces = idPlaces;
        this.head = head;
    }

    /**
     * Puts a request together.
     *
     * @param host for the field {@code Host}, unless the fields have one
     * @param path begins with a slash, with its query
     * @param body {@code null} when there is none
     * @throws IllegalArgumentException when the method is none
     */
    public static RequestBytes of(String method, String host, String path, List<Field> fields, byte[] body) {
        return of(method, host, path, fields, body, false);
    }

    /**
     * As {@link #of(String, String, String, List, byte[])}.
     *
     * @param withIds whether each {@value IdPlaces#PLACE} is another identifier in each request that is sent
     */
    public static RequestBytes of(
            String method, String host, String path, List<Field> fields, byte[] body, boolean withIds) {
        checkMethod(method);
        byte[] content = body != null && withIds ? IdPlaces.widened(body) : body;
        List<Field> all = new ArrayList<>();
        if (fields.stream().noneMatch(field -> field.is("Host"))) {
            all.add(new Field("Host", host));
        }
        all.addAll(fields);
        boolean framed = fields.stream().anyMatch(field -> field.is("Content-Length") || field.is("Transfer-Encoding"));
        if (!framed && (content != null || WITH_LENGTH.contains(method))) {
            all.add(new Field("Content-Length", Integer.toString(content == null ? 0 : content.length)));
        }
        String line = method + ' ' + path + " HTTP/1.1\r\n";
        StringBuilder text = new StringBuilder(withIds ? line.replace(IdPlaces.ESCAPED, IdPlaces.PLACE) : line);
        all.forEach(field -> text.append(field.name()).append(": ").append(field.value()).append("\r\n"));
        byte[] start = text.append("\r\n").toString().getBytes(UTF_8);
        byte[] first = withIds ? IdPlaces.widened(start) : start;
        byte[] bytes = content == null ? first : joined(first, content);
        return new RequestBytes(bytes, withIds ? IdPlaces.of(bytes) : NOWHERE, method.equals("HEAD"));
    }

    private static byte[] joined(byte[] first, byte[] second) {
        byte[] both = new byte[first.length + second.length];
        System.arraycopy(first, 0, both, 0, first.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    private static void checkMethod(String method) {
        if (!isToken(method)) {
            throw new IllegalArgumentException("\"" + method + "\" is no method");
        }
        String capitals = method.toUpperCase(Locale.ROOT);
        if (METHODS.contains(capitals) && !METHODS.contains(method)) {
            throw new IllegalArgumentException("methods are written in capitals: " + capitals);
        }
    }

    /** Source: RFC 9110, section 5.6.2. */
    private static boolean isToken(String text) {
        return !text.isEmpty() && text.chars().allMatch(c -> c > ' ' && c < 127 && "\"(),/:;<=>?@[\\]{}".indexOf(c) < 0);
    }

    /** Whether its answer has no body, whatever the answer's head says. */
    boolean isHead() {
        return head;
    }

    /** The same for HTTP/2, made when asked for first; a run's targets are all encrypted, or none is. */
    Http2Request http2(boolean secure) {
        Http2Request form = http2;
        if (form == null) {
            form = Http2Request.of(this, secure);
            http2 = form;
        }
        return form;
    }

    /** The same for a WebSocket, made when asked for first. */
    WebSocketForm webSocket() {
        WebSocketForm form = webSocket;
        if (form == null) {
            form = WebSocketForm.of(this);
            webSocket = form;
        }
        return form;
    }

    /** Not to be changed. */
    byte[] bytes() {
        return bytes;
    }

    /** Where an identifier stands instead of these bytes, each {@link Ids#LENGTH} long. Not to be changed. */
    int[] idPlaces() {
        return idPlaces;
    }

    @Override
    public String toString() {
        return new String(bytes, ISO_8859_1);
    }
}
