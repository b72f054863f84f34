package millrace.os;

import java.io.IOException;

/** What OpenSSL has refused to do, in its words. */
public final class SslException extends IOException {
    private static final long serialVersionUID = 1;

    public SslException(String message) {
        super(message);
    }
}
