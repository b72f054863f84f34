package millrace.http.json;

/**
 * A piece of a document that is read as it arrives: a mark, the name of a member whose value follows, or a whole value
 * without parts.
 *
 * <pre>{@code
 * switch (event) {
 *     case JsonEvent.Name(String name) -> …
 *     case JsonString(String text) -> …
 *     case JsonNumber number -> …
 *     case JsonLiteral literal -> …
 *     case JsonEvent.Mark mark -> …
 * }
 * }</pre>
 */
public sealed interface JsonEvent permits JsonEvent.Mark, JsonEvent.Name, JsonLiteral, JsonNumber, JsonString {
    /** Where an object or array begins or ends. */
    enum Mark implements JsonEvent { START_OBJECT, END_OBJECT, START_ARRAY, END_ARRAY }

    /** The name of a member. That no name comes twice in an object is not checked here. */
    record Name(String name) implements JsonEvent {}
}
