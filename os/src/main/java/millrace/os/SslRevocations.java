package millrace.os;

import java.util.List;

/** Lists of certificates that are not valid any more (CRL, RFC 5280 section 5). Immutable; any thread. */
public final class SslRevocations {
    private static final int CHECK_CHAIN = 0x4 | 0x8;

    private static final SslObjects.Reading READING = SslObjects.Reading.of("PEM_read_bio_X509_CRL");
    private static final Call FREE = OpenSsl.call("X509_CRL_free");
    private static final Call DER = OpenSsl.call("i2d_X509_CRL");
    private static final Call STORE = OpenSsl.call("SSL_CTX_get_cert_store");
    private static final Call ADD = OpenSsl.call("X509_STORE_add_crl");
    private static final Call FLAGS = OpenSsl.call("X509_STORE_set_flags");

    private final SslObjects all;

    private SslRevocations(SslObjects all) {
        this.all = all;
    }

    public static SslRevocations read(SslSource source) throws SslException {
        return new SslRevocations(
                SslObjects.readAll(source, READING, READING, FREE, "failed to load \"" + source.name() + "\": "));
    }

    /** From now on each certificate of a chain has to be in a list's realm, and not on it. */
    public void checkIn(SslContext context) {
        long store = STORE.call(context.address(), 0, 0, 0, 0, 0);
        all.forEach(each -> ADD.callInt(store, each));
        FLAGS.callInt(store, CHECK_CHAIN);
        context.reachable();
    }

    /** Each of them, encoded. */
    public List<byte[]> encoded() {
        return all.encoded(DER);
    }
}
