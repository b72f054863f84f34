package millrace.manager.metrics;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a worker has said that is meant for whoever listens, in PM2's form.
 *
 * @param type {@code process:msg}, {@code process:exception}, {@code human:event}, {@code axm:reply}, or the app's own
 * @param content what came with it, as JSON's maps, lists, strings and numbers
 * @param raw whether it is the whole message and not its {@code data}
 */
public record BusEvent(String type, Object content, boolean raw) {
    /** A message that has no type of its own. */
    public static final String MESSAGE = "process:msg";

    /** As subscribers of PM2's bus get it. */
    public Map<String, Object> fields(long atMillis, int pmId, String name, String namespace) {
        Map<String, Object> process = new LinkedHashMap<>();
        process.put("pm_id", pmId);
        process.put("name", name);
        process.put("namespace", namespace);
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("at", atMillis);
        fields.put(raw ? "raw" : "data", content);
        fields.put("process", process);
        return fields;
    }
}
