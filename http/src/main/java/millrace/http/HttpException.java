package millrace.http;

import java.io.IOException;
import millrace.http.codec.Status;

/** Something that a status tells the client, such as 404 or 413. Thrown out of a handler it becomes that answer. */
public class HttpException extends IOException {
    private static final long serialVersionUID = 1;
    private static final String[] NO_FIELDS = {};

    private final int status;
    private final String[] fields;

    /**
     * @param status from 400 to 599
     * @param message what the client is told
     */
    public HttpException(int status, String message) {
        this(status, message, NO_FIELDS);
    }

    /**
     * As {@link #HttpException(int, String)}, with field lines of the answer, such as the Allow of a 405.
     *
     * @param fieldLines names and values in turn
     */
    public HttpException(int status, String message, String... fieldLines) {
        super(message);
        if (status < 400 || status > 599) {
            throw new IllegalArgumentException("not the status of an error: " + status);
        }
        if (fieldLines.length % 2 != 0) {
            throw new IllegalArgumentException("a field line without a value: " + fieldLines[fieldLines.length - 1]);
        }
        this.status = status;
        this.fields = fieldLines.clone();
    }

    public int status() {
        return status;
    }

    /** The answer's body: text, unless a field says otherwise. */
    protected String body() {
        return status + " " + Status.phrase(status) + "\n" + getMessage() + "\n";
    }

    void writeFields(ResponseHead head) {
        for (int i = 0; i < fields.length; i += 2) {
            head.field(fields[i], fields[i + 1]);
        }
    }
}
