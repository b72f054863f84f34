package millrace.http.json;

import java.util.Objects;

/**
 * A string.
 *
 * @param text may hold a surrogate without its partner, when the document has escaped one
 */
public record JsonString(String text) implements JsonValue, JsonEvent {
    public JsonString {
        Objects.requireNonNull(text);
    }
}
