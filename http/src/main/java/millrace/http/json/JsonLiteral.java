package millrace.http.json;

/** One of the three literal names. */
public enum JsonLiteral implements JsonValue, JsonEvent { TRUE, FALSE, NULL }
