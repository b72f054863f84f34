package millrace.manager.survive;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The fields of a JSON object, each with the type it must have; what is {@code null} is not written. */
final class Fields {
    private final Map<String, Object> map;
    private final String where;

    private Fields(Map<String, Object> map, String where) {
        this.map = map;
        this.where = where;
    }

    Fields() {
        this(new LinkedHashMap<>(), "");
    }

    static Fields of(Object value, String where) throws IOException {
        if (!(value instanceof Map<?, ?> object)) {
            throw new IOException(where + " is no object");
        }
        Map<String, Object> map = new LinkedHashMap<>();
        object.forEach((name, each) -> map.put((String) name, each));
        return new Fields(map, where);
    }

    Map<String, Object> map() {
        return map;
    }

    void put(String name, Object value) {
        if (value != null) {
            map.put(name, value);
        }
    }

    boolean has(String name) {
        return map.get(name) != null;
    }

    long number(String name) throws IOException {
        return map.get(name) instanceof Number number ? number.longValue() : wrong(name, "number");
    }

    boolean flag(String name) throws IOException {
        return map.get(name) instanceof Boolean flag ? flag : wrong(name, "boolean") == 0;
    }

    /** {@code null} if it is not there. */
    String text(String name) throws IOException {
        Object value = map.get(name);
        if (value != null && !(value instanceof String)) {
            wrong(name, "text");
        }
        return (String) value;
    }

    Fields object(String name) throws IOException {
        return of(map.get(name), where + "." + name);
    }

    List<Fields> objects(String name) throws IOException {
        if (!(map.get(name) instanceof List<?> list)) {
            throw new IOException(where + "." + name + " is no list");
        }
        List<Fields> objects = new ArrayList<>();
        for (Object each : list) {
            objects.add(of(each, where + "." + name + "[" + objects.size() + "]"));
        }
        return objects;
    }

    private long wrong(String name, String type) throws IOException {
        throw new IOException(where + "." + name + (map.containsKey(name) ? " is no " + type : " is missing"));
    }
}
