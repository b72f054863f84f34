package millrace.bench.scenario;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import millrace.bench.client.AnswerReader;
import millrace.http.json.Json;
import millrace.http.json.JsonException;
import millrace.http.json.JsonValue;

/** The answer that a virtual user is getting, as far as somebody wants to know of it. One loop's thread. */
final class Answer implements AnswerReader {
    /** A body that is longer fails what looks at it. */
    static final int LONGEST_BODY = 1 << 20;

    /** More room than this is given back after the answer: there may be thousands of users. */
    private static final int ROOM = 1 << 14;

    private static final byte[] NOTHING = {};

    private final boolean headWanted;
    private final boolean bodyWanted;
    private byte[] head = NOTHING;
    private int headLength;
    private byte[] body = NOTHING;
    private int bodyLength;
    private boolean cut;
    private String text;
    private JsonValue json;
    private boolean parsed;

    Answer(boolean headWanted, boolean bodyWanted) {
        this.headWanted = headWanted;
        this.bodyWanted = bodyWanted;
    }

    @Override
    public void head(byte[] bytes, int from, int end) {
        forget();
        if (headWanted) {
            head = withRoom(head, 0, end - from);
            System.arraycopy(bytes, from, head, 0, end - from);
            headLength = end - from;
        }
    }

    @Override
    public void body(byte[] bytes, int from, int end) {
        if (bodyWanted && !cut) {
            cut = end - from > LONGEST_BODY - bodyLength;
            if (!cut) {
                body = withRoom(body, bodyLength, end - from);
                System.arraycopy(bytes, from, body, bodyLength, end - from);
                bodyLength += end - from;
            }
        }
    }

    private static byte[] withRoom(byte[] bytes, int used, int more) {
        return bytes.length - used >= more ? bytes : Arrays.copyOf(bytes, Math.max(2 * used, used + more));
    }

    /** It is done with. */
    void forget() {
        headLength = 0;
        bodyLength = 0;
        cut = false;
        text = null;
        json = null;
        parsed = false;
        if (body.length > ROOM) {
            body = NOTHING;
        }
    }

    /** The values of a header, in order. */
    List<String> header(String name) {
        List<String> values = new ArrayList<>();
        int at = next(0) + 1;
        while (at > 0 && at < headLength) {
            int feed = next(at);
            int end = feed < 0 ? headLength : feed;
            int colon = at + name.length();
            if (colon < end && head[colon] == ':'
                    && new String(head, at, name.length(), ISO_8859_1).equalsIgnoreCase(name)) {
                values.add(new String(head, colon + 1, end - colon - 1, ISO_8859_1).strip());
            }
            at = feed < 0 ? headLength : feed + 1;
        }
        return values;
    }

    private int next(int from) {
        for (int i = from; i < headLength; i++) {
            if (head[i] == '\n') {
                return i;
            }
        }
        return -1;
    }

    /** The body, or {@code null} when it is too long to be looked at. */
    String text() {
        if (text == null && !cut) {
            text = new String(body, 0, bodyLength, UTF_8);
        }
        return text;
    }

    /** The body as JSON, or {@code null} when it is none. */
    JsonValue json() {
        if (!parsed) {
            parsed = true;
            try {
                json = cut ? null : Json.parse(body, 0, bodyLength);
            } catch (JsonException e) {
                json = null; // What looks into it fails, and is counted.
            }
        }
        return json;
    }
}
