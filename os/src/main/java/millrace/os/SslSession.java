package millrace.os;

import java.lang.ref.Cleaner;
import java.lang.ref.Reference;

/**
 * What a client has from a connection to go on with on the next one, without the whole handshake. It lives until it is
 * closed, or nobody refers to it any more. Any thread.
 */
public final class SslSession {
    private static final Call RESUMABLE = OpenSsl.call("SSL_SESSION_is_resumable");
    private static final Call TAKE = OpenSsl.call("SSL_get1_session");
    private static final Call USE = OpenSsl.call("SSL_set_session");
    private static final Call FREE = OpenSsl.call("SSL_SESSION_free");

    private final long address;
    private final Cleaner.Cleanable freeing;
    private boolean closed;

    private SslSession(long address) {
        this.address = address;
        freeing = SslHandle.CLEANER.register(this, () -> FREE.call(address, 0, 0, 0, 0, 0));
    }

    /** {@code null} while there is nothing to go on with: in TLS 1.3 it comes some time after the handshake. */
    static SslSession of(long ssl) {
        long address = TAKE.call(ssl, 0, 0, 0, 0, 0);
        if (address == 0) {
            return null;
        }
        if (RESUMABLE.callInt(address) == 1) {
            return new SslSession(address);
        }
        FREE.call(address, 0, 0, 0, 0, 0);
        return null;
    }

    /** A connection that comes too late begins anew. */
    synchronized void use(long ssl) {
        if (!closed) {
            USE.callInt(ssl, address);
        }
        Reference.reachabilityFence(this);
    }

    /** There is a newer one: frees its memory, which the collector does not know of. */
    public synchronized void close() {
        closed = true;
        freeing.clean();
    }
}
