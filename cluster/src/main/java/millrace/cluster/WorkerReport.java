package millrace.cluster;

import java.util.Map;

/**
 * How a worker is, as it says itself: Node does, every two seconds in which something has changed.
 *
 * @param loopDelayMillis how late its event loop is: the 99th percentile since the report before
 * @param requests HTTP requests since its start
 * @param active HTTP requests that it is at
 */
public record WorkerReport(double loopDelayMillis, long requests, int active) {

    static WorkerReport of(Map<String, Object> fields) {
        return new WorkerReport(
                number(fields, "loopDelayMillis").doubleValue(),
                number(fields, "requests").longValue(),
                number(fields, "active").intValue());
    }

    private static Number number(Map<String, Object> fields, String name) {
        return fields.get(name) instanceof Number number ? number : 0;
    }
}
