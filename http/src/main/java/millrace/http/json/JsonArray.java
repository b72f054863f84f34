package millrace.http.json;

import java.util.Collections;
import java.util.List;

/**
 * An array.
 *
 * @param elements the list belongs to this array from now on: it is not copied, because copying a long one takes long
 */
public record JsonArray(List<JsonValue> elements) implements JsonValue {
    public JsonArray {
        elements = Collections.unmodifiableList(elements);
    }
}
