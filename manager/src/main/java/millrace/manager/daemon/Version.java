package millrace.manager.daemon;

import java.util.LinkedHashMap;
import java.util.Map;

/** What the daemon is. */
final class Version {
    private static final long STARTED_MILLIS = System.currentTimeMillis();

    private Version() {}

    /** The version that the build gave the module. */
    static String text() {
        var descriptor = Version.class.getModule().getDescriptor();
        return descriptor == null ? "(not packaged)" : descriptor.rawVersion().orElse("(not packaged)");
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
