package millrace.os;

import java.util.Arrays;

/**
 * The certificates that lead from what the other side has shown to one that is trusted. They are looked for anew, since a
 * session that is gone on with brings only the first one along.
 *
 * <p>Source: {@code X509_STORE_CTX_new(3ssl)}, {@code X509_verify_cert(3ssl)}.
 */
final class SslPeerChain {
    private static final Call PEER = OpenSsl.call("SSL_get1_peer_certificate");
    private static final Call SENT = OpenSsl.call("SSL_get_peer_cert_chain");
    private static final Call STORE = OpenSsl.call("SSL_CTX_get_cert_store");
    private static final Call NEW = OpenSsl.call("X509_STORE_CTX_new");
    private static final Call FREE = OpenSsl.call("X509_STORE_CTX_free");
    private static final Call INIT = OpenSsl.call("X509_STORE_CTX_init");
    private static final Call VERIFY = OpenSsl.call("X509_verify_cert");
    private static final Call CHAIN = OpenSsl.call("X509_STORE_CTX_get1_chain");
    private static final Call COUNT = OpenSsl.call("OPENSSL_sk_num");
    private static final Call VALUE = OpenSsl.call("OPENSSL_sk_value");
    private static final Call FREE_STACK = OpenSsl.call("OPENSSL_sk_free");

    private SslPeerChain() {}

    /** The first one is the one that was shown. */
    static SslObjects of(Ssl connection) throws SslException {
        SslContext context = connection.context();
        context.enter();
        long shown = PEER.call(connection.address(), 0, 0, 0, 0, 0);
        long search = NEW.call(0, 0, 0, 0, 0, 0);
        try {
            long sent = SENT.call(connection.address(), 0, 0, 0, 0, 0);
            long store = STORE.call(context.address(), 0, 0, 0, 0, 0);
            boolean good = shown != 0 && INIT.callInt(search, store, shown, sent) == 1 && VERIFY.callInt(search) == 1;
            SslContext.check(good, "X509_verify_cert() failed");
            return objects(CHAIN.call(search, 0, 0, 0, 0, 0));
        } finally {
            FREE.call(search, 0, 0, 0, 0, 0);
            SslCertificates.FREE.call(shown, 0, 0, 0, 0, 0);
            context.leave();
        }
    }

    /** Takes over what is on a stack. */
    private static SslObjects objects(long stack) throws SslException {
        SslContext.check(stack != 0, "X509_STORE_CTX_get1_chain() failed");
        long[] all = new long[COUNT.callInt(stack)];
        Arrays.setAll(all, i -> VALUE.call(stack, i, 0, 0, 0, 0));
        FREE_STACK.call(stack, 0, 0, 0, 0, 0);
        return SslObjects.of(all, SslCertificates.FREE);
    }
}
