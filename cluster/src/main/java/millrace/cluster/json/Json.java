package millrace.cluster.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * JSON as maps, lists, strings, numbers, booleans and {@code null}: for the rare messages, and for what a program itself
 * sends. What comes with every connection is read and written by bytes instead.
 */
public final class Json {
    public static final JsonFactory FACTORY = new JsonFactory();

    private Json() {}

    /** The one value that these bytes are. */
    public static Object read(byte[] bytes, int offset, int length) throws IOException {
        try (JsonParser parser = FACTORY.createParser(bytes, offset, length)) {
            parser.nextToken();
            Object value = value(parser);
            end(parser);
            return value;
        }
    }

    /** Throws unless the parser has come to the end of its input. */
    public static void end(JsonParser parser) throws IOException {
        if (parser.nextToken() != null) {
            throw new IOException("something follows the JSON value");
        }
    }

    private static Object value(JsonParser parser) throws IOException {
        JsonToken token = parser.currentToken();
        if (token == null) {
            throw new IOException("no JSON value");
        }
        return switch (token) {
            case START_OBJECT -> object(parser);
            case START_ARRAY -> array(parser);
            case VALUE_STRING -> parser.getText();
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> parser.getNumberValue();
            case VALUE_TRUE -> Boolean.TRUE;
            case VALUE_FALSE -> Boolean.FALSE;
            case VALUE_NULL -> null;
            case NOT_AVAILABLE, END_OBJECT, END_ARRAY, FIELD_NAME, VALUE_EMBEDDED_OBJECT ->
                throw new IOException("unexpected " + token + " in JSON");
        };
    }

    private static Map<String, Object> object(JsonParser parser) throws IOException {
        Map<String, Object> fields = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            fields.put(name, value(parser));
        }
        return fields;
    }

    private static List<Object> array(JsonParser parser) throws IOException {
        List<Object> elements = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            elements.add(value(parser));
        }
        return elements;
    }

    /**
     * A value that {@link #read} could have returned, on one line, the newline included.
     *
     * @throws IllegalArgumentException when it is none
     */
    public static byte[] line(Object value) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(256);
        try (JsonGenerator generator = FACTORY.createGenerator(out)) {
            write(generator, value);
        } catch (IOException e) {
            throw new IllegalArgumentException("this is not JSON: " + e.getMessage(), e);
        }
        out.write('\n');
        return out.toByteArray();
    }

    private static void write(JsonGenerator to, Object value) throws IOException {
        switch (value) {
            case null -> to.writeNull();
            case Map<?, ?> fields -> {
                to.writeStartObject();
                for (Map.Entry<?, ?> field : fields.entrySet()) {
                    to.writeFieldName(name(field.getKey()));
                    write(to, field.getValue());
                }
                to.writeEndObject();
            }
            case List<?> elements -> {
                to.writeStartArray();
                for (Object element : elements) {
                    write(to, element);
                }
                to.writeEndArray();
            }
            case String text -> to.writeString(text);
            case Boolean truth -> to.writeBoolean(truth);
            case Integer number -> to.writeNumber(number);
            case Long number -> to.writeNumber(number);
            case Number number -> to.writeNumber(finite(number).toString());
            default -> throw new IllegalArgumentException(value.getClass() + " is not JSON");
        }
    }

    private static String name(Object key) {
        if (key instanceof String name) {
            return name;
        }
        throw new IllegalArgumentException("the members of a JSON object have strings as names, not " + key);
    }

    private static Number finite(Number number) {
        if (!Double.isFinite(number.doubleValue()) && (number instanceof Double || number instanceof Float)) {
            throw new IllegalArgumentException(number + " is no number in JSON");
        }
        return number;
    }
}
