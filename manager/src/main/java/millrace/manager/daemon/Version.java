package millrace.manager.daemon;

import java.util.LinkedHashMap;
import java.util.Map;

/** What the daemon is. */
final class Version {
    private static final long STARTED_MILLIS = System.currentTimeMillis();

    private Version() {}

    /** As whoever has started the daemon knows it. */
    static String text() {
        return System.getProperty("millrace.version", "(not packaged)");
    }

    static Map<String, Object> fields() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("version", text());
        fields.put("java", Runtime.version().toString());
        fields.put("pid", ProcessHandle.current().pid());
        fields.put("started_at", STARTED_MILLIS);
        return fields;
    }
}
