package millrace.os;

import java.lang.ref.Cleaner;
import java.lang.ref.Reference;

/**
 * What a client has from a connection to go on with on the next one, without the whole handshake. It lives as long as
 * somebody refers to it. Any thread.
 */
public final class SslSession {
    private static final Call RESUMABLE = OpenSsl.call("SSL_SESSION_is_resumable");
    private static final Call TAKE = OpenSsl.call("SSL_get1_session");
    private static final Call USE = OpenSsl.call("SSL_set_session");
    private static final Call FREE = OpenSsl.call("SSL_SESSION_free");

    private static final Cleaner CLEANER = Cleaner.create();

    private final long address;

    private SslSession(long address) {
        this.address = address;
        CLEANER.register(this, () -> FREE.call(address, 0, 0, 0, 0, 0));
    }

    /** {@code null} while there is nothing to go on with: in TLS 1.3 it comes some time after the handshake. */
    static SslSession of(long ssl) {
        long address = TAKE.call(ssl, 0, 0, 0, 0, 0);
        if (address == 0) {
            return null;
        }
        SslSession taken = new SslSession(address);
        return RESUMABLE.callInt(address) == 1 ? taken : null;
    }

    void use(long ssl) {
        USE.callInt(ssl, address);
        Reference.reachabilityFence(this);
    }
}
