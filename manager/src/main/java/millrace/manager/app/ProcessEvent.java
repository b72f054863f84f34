package millrace.manager.app;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Something that became of an instance, as subscribers and the daemon's log get it.
 *
 * @param what in PM2's words where it has one: {@code start}, {@code online}, {@code exit}, {@code restart}, {@code
 *     stop}, {@code delete}, {@code errored}, {@code reload}, {@code listening}, {@code cannot listen}, {@code
 *     warning}
 * @param detail half a sentence for people, or {@code null}
 * @param atMillis since the epoch
 */
public record ProcessEvent(int pmId, String name, String namespace, String what, String detail, long atMillis) {

    /** As it goes over the wire. */
    public Map<String, Object> fields() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("event", "process");
        fields.put("what", what);
        fields.put("pm_id", pmId);
        fields.put("name", name);
        fields.put("namespace", namespace);
        fields.put("at", atMillis);
        if (detail != null) {
            fields.put("detail", detail);
        }
        return fields;
    }

    @Override
    public String toString() {
        return "app " + name + ":" + pmId + " " + what + (detail == null ? "" : ": " + detail);
    }
}
