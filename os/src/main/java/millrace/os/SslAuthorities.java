package millrace.os;

import java.util.List;

/** Certificates of those who vouch for others. Immutable; any thread. */
public final class SslAuthorities {
    private static final Call STORE = OpenSsl.call("SSL_CTX_get_cert_store");
    private static final Call TRUST = OpenSsl.call("X509_STORE_add_cert");
    private static final Call WELCOME = OpenSsl.call("SSL_CTX_add_client_CA");
    private static final Call DER = OpenSsl.call("i2d_X509");

    private final SslObjects all;

    private SslAuthorities(SslObjects all) {
        this.all = all;
    }

    public static SslAuthorities read(SslSource source) throws SslException {
        SslObjects.Reading each = SslCertificates.TRUSTED;
        return new SslAuthorities(
                SslObjects.readAll(source, each, each, SslCertificates.FREE, "failed to load \"" + source.name() + "\": "));
    }

    /** They are trusted, beside others. */
    public void trustIn(SslContext context) {
        long store = STORE.call(context.address(), 0, 0, 0, 0, 0);
        all.forEach(each -> TRUST.callInt(store, each));
        context.reachable();
    }

    /** Clients are told that theirs are welcome. */
    public void welcomeIn(SslContext context) {
        all.forEach(each -> WELCOME.callInt(context.address(), each));
        context.reachable();
    }

    /** Each of them, encoded. */
    public List<byte[]> encoded() {
        return all.encoded(DER);
    }

    SslObjects objects() {
        return all;
    }
}
