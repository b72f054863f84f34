package millrace.manager.daemon;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import millrace.cluster.json.Json;

/**
 * What a client asks for: one JSON object, {@code {"id":1,"verb":"restart","targets":["all"]}}. The getters refuse what
 * is of the wrong kind, naming it.
 *
 * @param id the client's own number for it, which every answer bears
 * @param fields all of the object
 */
record Request(long id, String verb, Map<String, Object> fields) {

    /** @throws BadRequestException when it is no request */
    static Request read(byte[] bytes, int offset, int length) {
        Object value;
        try {
            value = Json.read(bytes, offset, length);
        } catch (IOException | RuntimeException e) {
            throw new BadRequestException("a request is one line of JSON, and this is none: " + firstLine(e));
        }
        if (!(value instanceof Map<?, ?> object)) {
            throw new BadRequestException("a request is a JSON object");
        }
        Map<String, Object> fields = LinkedHashMap.newLinkedHashMap(object.size());
        object.forEach((name, field) -> fields.put((String) name, field));
        if (!(fields.get("verb") instanceof String verb)) {
            throw new BadRequestException("a request has a \"verb\", which is a string");
        }
        return new Request(fields.get("id") instanceof Number number ? number.longValue() : 0, verb, fields);
    }

    private static String firstLine(Exception e) {
        String message = String.valueOf(e.getMessage());
        int end = message.indexOf('\n');
        return end < 0 ? message : message.substring(0, end);
    }

    boolean flag(String name) {
        return flag(name, false);
    }

    boolean flag(String name, boolean otherwise) {
        return switch (fields.get(name)) {
            case null -> otherwise;
            case Boolean truth -> truth;
            default -> throw wrong(name, "true or false");
        };
    }

    /** A string, or {@code null} when there is none. */
    String text(String name) {
        return switch (fields.get(name)) {
            case null -> null;
            case String text -> text;
            default -> throw wrong(name, "a string");
        };
    }

    String needText(String name) {
        String text = text(name);
        if (text == null) {
            throw wrong(name, "a string");
        }
        return text;
    }

    int number(String name, int otherwise) {
        return switch (fields.get(name)) {
            case null -> otherwise;
            case Integer number -> number;
            default -> throw wrong(name, "a whole number");
        };
    }

    /** Strings, or numbers as strings; none when there is no such field. */
    List<String> texts(String name) {
        return switch (fields.get(name)) {
            case null -> List.of();
            case List<?> list -> list.stream().map(element -> switch (element) {
                case String text -> text;
                case Integer number -> number.toString();
                case null, default -> throw wrong(name, "a list of strings");
            }).toList();
            default -> throw wrong(name, "a list of strings");
        };
    }

    /** A list of objects, with all their fields. */
    List<Map<String, Object>> objects(String name) {
        if (!(fields.get(name) instanceof List<?> list)) {
            throw wrong(name, "a list of objects");
        }
        return list.stream().map(element -> object(name, element)).toList();
    }

    /** An object; an empty one when there is no such field. */
    Map<String, Object> object(String name) {
        Object value = fields.get(name);
        return value == null ? Map.of() : object(name, value);
    }

    private Map<String, Object> object(String name, Object value) {
        if (!(value instanceof Map<?, ?> object)) {
            throw wrong(name, "an object");
        }
        Map<String, Object> fields = LinkedHashMap.newLinkedHashMap(object.size());
        object.forEach((key, field) -> fields.put((String) key, field));
        return fields;
    }

    private BadRequestException wrong(String name, String wanted) {
        return new BadRequestException("\"" + name + "\" of " + verb + " has to be " + wanted);
    }
}
