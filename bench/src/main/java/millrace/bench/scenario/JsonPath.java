package millrace.bench.scenario;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import millrace.http.json.JsonArray;
import millrace.http.json.JsonLiteral;
import millrace.http.json.JsonNumber;
import millrace.http.json.JsonObject;
import millrace.http.json.JsonString;
import millrace.http.json.JsonValue;

/**
 * A way into a JSON document: {@code $.items[0].id}, {@code $['a name'].b}. Members and elements, from the front or, with
 * a negative number, from the back; no wildcards and no filters. Source: RFC 9535, of which it is a part. Immutable.
 */
final class JsonPath {
    private static final Pattern STEP =
            Pattern.compile("\\.([^.\\[\\]'\"\\s]+)|\\[(-?\\d{1,9})]|\\['([^']*)']|\\[\"([^\"]*)\"]");

    /** A member's name, or an element's number. */
    private final List<Object> steps;

    private final String text;

    private JsonPath(String text, List<Object> steps) {
        this.text = text;
        this.steps = steps;
    }

    /** @return {@code null} when the text is none */
    static JsonPath of(String text) {
        if (!text.startsWith("$")) {
            return null;
        }
        List<Object> steps = new ArrayList<>();
        Matcher matcher = STEP.matcher(text);
        int at = 1;
        while (at < text.length()) {
            if (!matcher.find(at) || matcher.start() != at) {
                return null;
            }
            String name = matcher.group(1) != null ? matcher.group(1)
                    : matcher.group(3) != null ? matcher.group(3) : matcher.group(4);
            steps.add(name != null ? name : (Object) Integer.valueOf(matcher.group(2)));
            at = matcher.end();
        }
        return new JsonPath(text, List.copyOf(steps));
    }

    /** What is there, or {@code null}. */
    JsonValue in(JsonValue document) {
        JsonValue at = document;
        for (Object step : steps) {
            if (at instanceof JsonObject object && step instanceof String name) {
                at = object.get(name);
            } else if (at instanceof JsonArray(List<JsonValue> elements) && step instanceof Integer number) {
                int index = number < 0 ? elements.size() + number : number;
                at = index >= 0 && index < elements.size() ? elements.get(index) : null;
            } else {
                return null;
            }
        }
        return at;
    }

    /** A value as a text: of a string its characters, of all else its JSON. */
    static String text(JsonValue value) {
        return switch (value) {
            case JsonString(String text) -> text;
            case JsonNumber(String text) -> text;
            case JsonLiteral literal -> literal.name().toLowerCase(Locale.ROOT);
            case JsonObject _, JsonArray _ -> Template.json(value);
        };
    }

    @Override
    public String toString() {
        return text;
    }
}
