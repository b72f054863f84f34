package millrace.gateway.tls;

import java.io.IOException;
import millrace.os.ErrorText;
import millrace.os.OsException;

/** What the error log says of handshakes that fail, on either side. */
public final class Handshakes {
    private Handshakes() {}

    public static String trouble(IOException cause) {
        return cause instanceof OsException known
                ? "peer closed connection in SSL handshake " + ErrorText.numbered(known.errno())
                : cause.getMessage();
    }
}
