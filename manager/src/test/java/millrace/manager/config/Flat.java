package millrace.manager.config;

import java.lang.reflect.RecordComponent;
import java.util.LinkedHashMap;
import java.util.Map;

/** A record as lines: components of components by dots. */
final class Flat {
    private Flat() {}

    static Map<String, String> of(Record config) {
        Map<String, String> flat = new LinkedHashMap<>();
        put("", config, flat);
        return flat;
    }

    private static void put(String prefix, Record value, Map<String, String> flat) {
        for (RecordComponent component : value.getClass().getRecordComponents()) {
            Object part;
            try {
                part = component.getAccessor().invoke(value);
            } catch (ReflectiveOperationException e) {
                throw new AssertionError(e);
            }
            String name = prefix + component.getName();
            if (part instanceof Record record) {
                put(name + ".", record, flat);
            } else if (part instanceof Map<?, ?> map) {
                map.forEach((key, field) -> flat.put(name + "." + key, String.valueOf(field)));
            } else {
                flat.put(name, String.valueOf(part));
            }
        }
    }
}
