package millrace.http.websocket.frame;

import java.io.IOException;

/** What the other side has sent that ends the connection, and with which code (RFC 6455 section 7.1.7). */
public final class WebSocketException extends IOException {
    private static final long serialVersionUID = 1;

    private final int code;

    /**
     * @param code of {@link CloseCode}
     * @param reason at most 123 bytes
     */
    public WebSocketException(int code, String reason) {
        super(reason);
        this.code = code;
    }

    public int code() {
        return code;
    }
}
