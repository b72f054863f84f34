package millrace.http.json;

/**
 * A JSON document as a tree (RFC 8259). Immutable; to be taken apart with a {@code switch} over its types.
 *
 * <p>What it is made of also serves as events of a document that is read in pieces: see {@link JsonEvent}.
 */
public sealed interface JsonValue permits JsonArray, JsonLiteral, JsonNumber, JsonObject, JsonString {}
