package millrace.http.json;

import java.util.Arrays;

/** A value as JSON at once. */
final class JsonText {
    private JsonText() {}

    static byte[] of(Object value) {
        JsonBytes out = new JsonBytes();
        JsonWriter writer = new JsonWriter(value, out, publisher -> {
            throw new IllegalArgumentException("what is published can only be sent: " + publisher);
        });
        while (!writer.isDone()) {
            writer.step();
        }
        return Arrays.copyOf(out.array(), out.length());
    }
}
