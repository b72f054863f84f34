package millrace.manager.config;

import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;

/** On which line of a file each key of each object is. */
final class Lines {
    private final Map<Map<?, ?>, Map<String, Integer>> byObject = new IdentityHashMap<>();

    void put(Map<?, ?> object, String key, int line) {
        byObject.computeIfAbsent(object, one -> new HashMap<>()).put(key, line);
    }

    /** 0 when it is not known. */
    int of(Map<?, ?> object, String key) {
        return byObject.getOrDefault(object, Map.of()).getOrDefault(key, 0);
    }
}
