package millrace.http.json;

import java.util.Collections;
import java.util.Map;

/**
 * An object. The accessors answer what a client has got wrong with a {@link JsonException} that names the member.
 *
 * @param members in the order of the document; the map belongs to this object from now on: it is not copied, because
 *     copying a large one takes long
 */
public record JsonObject(Map<String, JsonValue> members) implements JsonValue {
    public JsonObject {
        members = Collections.unmodifiableMap(members);
    }

    /** A member, or null when there is none. */
    public JsonValue get(String name) {
        return members.get(name);
    }

    /** Whether there is a member that is not null. */
    public boolean has(String name) {
        JsonValue value = members.get(name);
        return value != null && value != JsonLiteral.NULL;
    }

    public String string(String name) throws JsonException {
        return get(name) instanceof JsonString(String text) ? text : wrong(name, "a string");
    }

    /** A whole number in a range, both ends included. */
    public long integer(String name, long least, long most) throws JsonException {
        if (get(name) instanceof JsonNumber number) {
            try {
                long value = number.toLong();
                if (value >= least && value <= most) {
                    return value;
                }
            } catch (ArithmeticException e) {
                throw (JsonException) member(name, range(least, most)).initCause(e);
            }
        }
        return wrong(name, range(least, most));
    }

    private static String range(long least, long most) {
        return "a whole number from " + least + " to " + most;
    }

    /** A number; one that is too large for a double is refused. */
    public double number(String name) throws JsonException {
        double value = get(name) instanceof JsonNumber number ? number.toDouble() : Double.NaN;
        return Double.isFinite(value) ? value : wrong(name, "a number that a double can hold");
    }

    public boolean bool(String name) throws JsonException {
        JsonValue value = get(name);
        if (value != JsonLiteral.TRUE && value != JsonLiteral.FALSE) {
            throw member(name, "true or false");
        }
        return value == JsonLiteral.TRUE;
    }

    public JsonObject object(String name) throws JsonException {
        return get(name) instanceof JsonObject object ? object : wrong(name, "an object");
    }

    public JsonArray array(String name) throws JsonException {
        return get(name) instanceof JsonArray array ? array : wrong(name, "an array");
    }

    private static <T> T wrong(String name, String expected) throws JsonException {
        throw member(name, expected);
    }

    private static JsonException member(String name, String expected) {
        return JsonException.invalid("the member \"" + name + "\" must be " + expected);
    }
}
