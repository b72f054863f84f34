package millrace.manager.survive;

import java.io.IOException;
import java.util.Map;

/**
 * One instance of an app as it was.
 *
 * @param id the number that users know it by
 * @param number its place in the app, from 0
 * @param stopped whether its user has stopped it
 * @param restarts how often it has been restarted
 * @param startedAtMillis when its process was started, since the epoch; 0: none was
 * @param process what ran; {@code null}: nothing, or that is of no interest
 */
public record SavedInstance(
        int id, int number, boolean stopped, int restarts, long startedAtMillis, SavedProcess process) {

    Map<String, Object> fields() {
        Fields fields = new Fields();
        fields.put("id", id);
        fields.put("number", number);
        fields.put("stopped", stopped);
        fields.put("restarts", restarts);
        fields.put("started_at", startedAtMillis);
        fields.put("process", process == null ? null : process.fields());
        return fields.map();
    }

    static SavedInstance of(Fields fields) throws IOException {
        return new SavedInstance(
                (int) fields.number("id"),
                (int) fields.number("number"),
                fields.flag("stopped"),
                (int) fields.number("restarts"),
                fields.number("started_at"),
                fields.has("process") ? SavedProcess.of(fields.object("process")) : null);
    }

    SavedInstance withoutProcess() {
        return new SavedInstance(id, number, stopped, 0, 0, null);
    }
}
