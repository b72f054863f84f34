package millrace.http;

import java.io.IOException;

/** Something that a status tells the client, such as 404 or 413. Thrown out of a handler it becomes that answer. */
public class HttpException extends IOException {
    private static final long serialVersionUID = 1;

    private final int status;

    /**
     * @param status from 400 to 599
     * @param message what the client is told
     */
    public HttpException(int status, String message) {
        super(message);
        if (status < 400 || status > 599) {
            throw new IllegalArgumentException("not the status of an error: " + status);
        }
        this.status = status;
    }

    public int status() {
        return status;
    }
}
