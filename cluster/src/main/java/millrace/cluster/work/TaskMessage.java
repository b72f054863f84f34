package millrace.cluster.work;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import millrace.cluster.json.Json;

/**
 * What a pool and its workers say to each other, beside what primary and worker do; see the package. A payload is what
 * {@link Json} reads and writes, or a {@code byte[]}.
 */
sealed interface TaskMessage {
    /** From a worker: give me tasks. */
    record Ready() implements TaskMessage {}

    record Task(long id, Object payload) implements TaskMessage {}

    /** To a worker: nobody wants the result any more. */
    record Cancel(long id) implements TaskMessage {}

    /** From a worker: how a task has ended. */
    sealed interface Answer extends TaskMessage {
        long id();

        /** How long the worker's code took, as the worker has measured it; −1 when it has not. */
        long runNanos();
    }

    record Result(long id, long runNanos, Object payload) implements Answer {}

    /** What the worker's code threw. */
    record Failure(long id, long runNanos, String name, String message, String stack) implements Answer {}

    /** How the lines begin when no white space is between. */
    byte[] BEGINNING = "{\"cmd\":\"millrace:".getBytes(UTF_8);

    static boolean isOne(byte[] line, int offset, int length) {
        return length > BEGINNING.length
                && Arrays.equals(line, offset, offset + BEGINNING.length, BEGINNING, 0, BEGINNING.length);
    }

    /** The message as a line, its newline included. @throws IllegalArgumentException when its payload cannot be sent */
    default byte[] line() {
        return switch (this) {
            case Ready ready -> Json.line(fields("ready"));
            case Task task -> line(fields("task", task.id), task.payload);
            case Cancel cancel -> Json.line(fields("cancel", cancel.id));
            case Result result -> line(withRunTime(fields("result", result.id), result.runNanos), result.payload);
            case Failure failure -> {
                Map<String, Object> fields = withRunTime(fields("error", failure.id), failure.runNanos);
                fields.put("name", failure.name);
                fields.put("message", failure.message);
                fields.put("stack", failure.stack);
                yield Json.line(fields);
            }
        };
    }

    private static Map<String, Object> fields(String command) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("cmd", "millrace:" + command);
        return fields;
    }

    private static Map<String, Object> fields(String command, long id) {
        Map<String, Object> fields = fields(command);
        fields.put("id", id);
        return fields;
    }

    private static Map<String, Object> withRunTime(Map<String, Object> fields, long runNanos) {
        if (runNanos >= 0) {
            fields.put("ns", runNanos);
        }
        return fields;
    }

    private static byte[] line(Map<String, Object> fields, Object payload) {
        if (payload instanceof byte[] bytes) {
            return BytesLine.write(fields, bytes);
        }
        fields.put("payload", payload);
        return Json.line(fields);
    }

    /**
     * Reads a line.
     *
     * @return {@code null} when it is JSON, and none of these messages
     * @throws IOException when it is not JSON, or one of these messages gone wrong
     */
    static TaskMessage read(byte[] line, int offset, int length) throws IOException {
        Map<String, Object> fields = BytesLine.read(line, offset, length);
        if (fields == null) {
            fields = members(Json.read(line, offset, length));
        }
        if (!(fields.get("cmd") instanceof String command) || !command.startsWith("millrace:")) {
            return null;
        }
        return switch (command.substring("millrace:".length())) {
            case "ready" -> new Ready();
            case "task" -> new Task(id(fields), payload(fields));
            case "cancel" -> new Cancel(id(fields));
            case "result" -> new Result(id(fields), runNanos(fields), payload(fields));
            case "error" -> new Failure(
                    id(fields), runNanos(fields), text(fields, "name"), text(fields, "message"), text(fields, "stack"));
            default -> throw new IOException("a message " + command + ", which is not known");
        };
    }

    @SuppressWarnings("unchecked") // an object of JSON has strings as names
    private static Map<String, Object> members(Object json) {
        return json instanceof Map<?, ?> map ? (Map<String, Object>) map : Map.of();
    }

    private static long id(Map<String, Object> fields) throws IOException {
        if (fields.get("id") instanceof Number id) {
            return id.longValue();
        }
        throw new IOException("a message " + fields.get("cmd") + " without id");
    }

    private static long runNanos(Map<String, Object> fields) {
        return fields.get("ns") instanceof Number nanos ? Math.max(0, nanos.longValue()) : -1;
    }

    private static String text(Map<String, Object> fields, String name) {
        return fields.get(name) instanceof String text ? text : "";
    }

    private static Object payload(Map<String, Object> fields) throws IOException {
        if (!fields.containsKey("bytes")) {
            return fields.get("payload");
        }
        try {
            return switch (fields.get("bytes")) {
                case byte[] bytes -> bytes;
                case String text -> Base64.getDecoder().decode(text);
                case null, default -> throw new IOException("bytes that are not a string in base64");
            };
        } catch (IllegalArgumentException e) {
            throw new IOException("bytes that are not base64: " + e.getMessage(), e);
        }
    }
}
