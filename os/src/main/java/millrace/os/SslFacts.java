package millrace.os;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;

/** What is known of a connection once its handshake is done; nothing of it after its end. One thread at a time. */
public final class SslFacts {
    private static final Call VERSION = OpenSsl.call("SSL_get_version");
    private static final Call CIPHER = OpenSsl.call("SSL_get_current_cipher");
    private static final Call CIPHER_NAME = OpenSsl.call("SSL_CIPHER_get_name");
    private static final Call SERVER_NAME = OpenSsl.call("SSL_get_servername");
    private static final Call PROTOCOL = OpenSsl.call("SSL_get0_alpn_selected");
    private static final Call RESUMED = OpenSsl.call("SSL_session_reused");

    private final Ssl ssl;

    SslFacts(Ssl ssl) {
        this.ssl = ssl;
    }

    /** {@code TLSv1.3}. */
    public String protocol() {
        return isOver() ? null : OpenSsl.text(ask(VERSION));
    }

    public String cipher() {
        long cipher = isOver() ? 0 : ask(CIPHER);
        return cipher == 0 ? null : OpenSsl.text(CIPHER_NAME.call(cipher, 0, 0, 0, 0, 0));
    }

    /** The name that the client has asked for, or {@code null}. */
    public String serverName() {
        return isOver() ? null : OpenSsl.text(ask(SERVER_NAME));
    }

    /** What both have agreed on (ALPN), or {@code null}. */
    public String applicationProtocol() {
        if (isOver()) {
            return null;
        }
        MemorySegment scratch = Call.scratch();
        PROTOCOL.call(ssl.address(), scratch.address(), scratch.address() + Long.BYTES, 0, 0, 0);
        return OpenSsl.text(scratch.get(JAVA_LONG, 0), scratch.get(JAVA_INT, Long.BYTES));
    }

    /** Whether it goes on with the session of an earlier one. */
    public boolean isResumed() {
        return !isOver() && RESUMED.callInt(ssl.address()) == 1;
    }

    private boolean isOver() {
        return ssl.address() == 0;
    }

    private long ask(Call function) {
        return function.call(ssl.address(), 0, 0, 0, 0, 0);
    }
}
