package millrace.http.json;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Puts events together to a tree. Without recursion: how deep it goes is the limits' business. */
final class TreeBuilder {
    /** What is open: an object or an array, and the name that it has in an object. */
    private record Open(String name, Map<String, JsonValue> members, List<JsonValue> elements) {}

    private final ArrayDeque<Open> open = new ArrayDeque<>();
    private String name;
    private JsonValue root;

    /** The document, once the last event has been added. */
    JsonValue root() {
        return root;
    }

    /** @throws JsonException a name comes twice in one object: what is meant is then anybody's guess */
    void add(JsonEvent event) throws JsonException {
        switch (event) {
            case JsonEvent.Name(String next) -> {
                if (open.peek().members.containsKey(next)) {
                    throw JsonException.invalid("a member's name comes twice in one object: " + shortened(next));
                }
                name = next;
            }
            case JsonEvent.Mark.START_OBJECT -> open.push(new Open(name, new LinkedHashMap<>(), null));
            case JsonEvent.Mark.START_ARRAY -> open.push(new Open(name, null, new ArrayList<>()));
            case JsonEvent.Mark.END_OBJECT -> {
                Open ended = open.pop();
                name = ended.name;
                put(new JsonObject(ended.members));
            }
            case JsonEvent.Mark.END_ARRAY -> {
                Open ended = open.pop();
                name = ended.name;
                put(new JsonArray(ended.elements));
            }
            case JsonString string -> put(string);
            case JsonNumber number -> put(number);
            case JsonLiteral literal -> put(literal);
        }
    }

    private void put(JsonValue value) {
        Open parent = open.peek();
        if (parent == null) {
            root = value;
        } else if (parent.members != null) {
            parent.members.put(name, value);
        } else {
            parent.elements.add(value);
        }
    }

    private static String shortened(String name) {
        return name.length() <= 40 ? name : name.substring(0, 40) + "…";
    }
}
