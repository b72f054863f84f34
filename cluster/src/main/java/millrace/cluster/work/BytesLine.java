package millrace.cluster.work;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import millrace.cluster.Primary;
import millrace.cluster.json.Json;

/**
 * Writes and reads messages that end with {@code ,"bytes":"…base64…"}} without a JSON parser for the long part, which
 * costs several times what the base64 does. Whatever looks different goes through the parser, and means the same there.
 */
final class BytesLine {
    private static final byte[] MEMBER = ",\"bytes\":\"".getBytes(UTF_8);
    private static final byte[] END = "\"}\n".getBytes(UTF_8);

    /** Members before the bytes take no more than this. */
    private static final int LONGEST_HEAD = 128;

    private BytesLine() {}

    /** @throws IllegalArgumentException when they are too many for a line */
    static byte[] write(Map<String, Object> head, byte[] bytes) {
        if (bytes.length > Primary.LONGEST_MESSAGE / 4 * 3) {
            throw tooLong();
        }
        byte[] object = Json.line(head);
        int headLength = object.length - "}\n".length();
        byte[] base64 = Base64.getEncoder().encode(bytes);
        ByteBuffer line = ByteBuffer.allocate(Math.addExact(headLength + MEMBER.length + END.length, base64.length));
        return line.put(object, 0, headLength).put(MEMBER).put(base64).put(END).array();
    }

    static IllegalArgumentException tooLong() {
        return new IllegalArgumentException("a payload takes " + (Primary.LONGEST_MESSAGE >> 20)
                + " MiB at most, bytes in base64: send larger ones in a file");
    }

    /** The members, with {@code bytes} as a {@code byte[]}; or {@code null} when the line looks different. */
    static Map<String, Object> read(byte[] line, int offset, int length) throws IOException {
        int end = offset + length - 2;
        int member = find(line, offset, Math.min(end - MEMBER.length, offset + LONGEST_HEAD));
        if (member < 0 || line[end] != '"' || line[end + 1] != '}') {
            return null;
        }
        int start = member + MEMBER.length;
        ByteBuffer bytes;
        try {
            bytes = Base64.getDecoder().decode(ByteBuffer.wrap(line, start, end - start));
        } catch (IllegalArgumentException e) {
            // The end of something else, perhaps; the parser has the last word.
            return null;
        }
        byte[] head = new byte[member - offset + 1];
        System.arraycopy(line, offset, head, 0, head.length - 1);
        head[head.length - 1] = '}';
        if (!(Json.read(head, 0, head.length) instanceof Map<?, ?> members)) {
            return null;
        }
        Map<String, Object> fields = new LinkedHashMap<>();
        members.forEach((name, value) -> fields.put((String) name, value));
        fields.put("bytes", exact(bytes));
        return fields;
    }

    private static byte[] exact(ByteBuffer buffer) {
        if (buffer.arrayOffset() == 0 && buffer.remaining() == buffer.array().length) {
            return buffer.array();
        }
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }

    private static int find(byte[] line, int from, int to) {
        for (int at = from; at <= to; at++) {
            int matched = 0;
            while (matched < MEMBER.length && line[at + matched] == MEMBER[matched]) {
                matched++;
            }
            if (matched == MEMBER.length) {
                return at;
            }
        }
        return -1;
    }
}
