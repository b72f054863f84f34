package millrace.http.json;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import millrace.http.HttpException;
import millrace.http.codec.Status;

/** What is wrong with a JSON document of a client. It is answered with problem details in JSON (RFC 9457). */
public final class JsonException extends HttpException {
    private static final long serialVersionUID = 1;

    /** Members of the answer beyond those of every problem: numbers and names. */
    private final transient Map<String, Object> details;

    private JsonException(int status, String message, Map<String, Object> details) {
        super(status, message, "Content-Type", "application/problem+json");
        this.details = details;
    }

    /** The document is JSON, but not what the application has asked for: 400. */
    public static JsonException invalid(String message) {
        return new JsonException(400, message, Map.of());
    }

    static JsonException status(int status, String message) {
        return new JsonException(status, message, Map.of());
    }

    /**
     * The document is not JSON: 400.
     *
     * @param offset bytes before the place, from 0
     * @param line from 1
     * @param column bytes, from 1
     */
    static JsonException malformed(String message, long offset, long line, long column) {
        Map<String, Object> place = new LinkedHashMap<>();
        place.put("offset", offset);
        place.put("line", line);
        place.put("column", column);
        String where = " (line " + line + ", column " + column + ", byte " + offset + ")";
        return new JsonException(400, "not JSON: " + message + where, place);
    }

    /** The document is beyond a limit of {@link JsonLimits}. */
    static JsonException beyond(int status, String limit, String unit, long most) {
        Map<String, Object> which = new LinkedHashMap<>();
        which.put("limit", limit);
        which.put("most", most);
        return new JsonException(status, "beyond the limit " + limit + ": at most " + most + " " + unit, which);
    }

    @Override
    protected String body() {
        Map<String, Object> problem = new LinkedHashMap<>();
        problem.put("title", Status.phrase(status()));
        problem.put("status", status());
        problem.put("detail", getMessage());
        problem.putAll(details);
        return new String(JsonText.of(problem), StandardCharsets.UTF_8) + "\n";
    }
}
