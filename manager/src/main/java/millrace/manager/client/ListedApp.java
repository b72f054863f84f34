package millrace.manager.client;

import java.util.Map;

/**
 * One entry of the daemon's list, at the time of asking.
 *
 * @param id its pm id, which commands take
 * @param name of its app
 * @param status {@code launching}, {@code online}, {@code stopping}, {@code stopped}, {@code errored} or {@code waiting
 *     restart}
 * @param pid of its process; 0 when none runs
 * @param restarts since it was created or its counter reset
 * @param startedAtMillis when its last process started, since the epoch; 0 when none ever did
 * @param cpuPercent of one core, its process and all below it
 * @param memoryBytes that these hold
 * @param fields these and all others, as they came
 */
public record ListedApp(
        int id,
        String name,
        String status,
        int pid,
        int restarts,
        long startedAtMillis,
        double cpuPercent,
        long memoryBytes,
        Map<String, Object> fields) {

    static ListedApp of(Map<String, Object> fields) {
        return new ListedApp(
                number(fields, "pm_id").intValue(),
                String.valueOf(fields.get("name")),
                String.valueOf(fields.get("status")),
                number(fields, "pid").intValue(),
                number(fields, "restarts").intValue(),
                number(fields, "started_at").longValue(),
                number(fields, "cpu").doubleValue(),
                number(fields, "memory").longValue(),
                fields);
    }

    private static Number number(Map<String, Object> fields, String name) {
        return fields.get(name) instanceof Number number ? number : 0;
    }
}
