package millrace.os;

import java.util.List;

/** A certificate and those that vouch for it, as they are shown to the other side. Immutable; any thread. */
public final class SslCertificates {
    private static final int CHAIN_CERTIFICATE = 89;

    /** The one who is given a certificate counts itself among those that refer to it. */
    private static final int COUNTED = 1;

    static final SslObjects.Reading TRUSTED = SslObjects.Reading.of("PEM_read_bio_X509_AUX");
    private static final SslObjects.Reading PLAIN = SslObjects.Reading.of("PEM_read_bio_X509");
    static final Call FREE = OpenSsl.call("X509_free");
    private static final Call DER = OpenSsl.call("i2d_X509");
    private static final Call USE = OpenSsl.call("SSL_CTX_use_certificate");
    private static final Call USE_HERE = OpenSsl.call("SSL_use_certificate");
    private static final Call SHOWN = OpenSsl.call("SSL_get_certificate");
    private static final Call NOT_AFTER = OpenSsl.call("X509_get0_notAfter");
    private static final Call COMPARE_NOW = OpenSsl.call("X509_cmp_current_time");
    private static final Call CONTROL = OpenSsl.call("SSL_ctrl");
    private static final Call COMPRESS = OpenSsl.callIfThere("SSL_CTX_compress_certs");

    private final String name;
    private final SslObjects all;

    private SslCertificates(String name, SslObjects all) {
        this.name = name;
        this.all = all;
    }

    /** The first one is the one that is shown. */
    public static SslCertificates read(SslSource source) throws SslException {
        String failure = "cannot load certificate \"" + source.name() + "\": ";
        return new SslCertificates(source.name(), SslObjects.readAll(source, TRUSTED, PLAIN, FREE, failure));
    }

    /** Whether the first one is what a connection shows. */
    public boolean isShownBy(Ssl connection) {
        long shown = SHOWN.call(connection.address(), 0, 0, 0, 0, 0);
        boolean[] same = {false};
        all.with(0, each -> same[0] = each == shown);
        return same[0];
    }

    /** Whether the time of the first one is over. */
    public boolean isExpired() {
        boolean[] over = {false};
        all.with(0, each -> over[0] = COMPARE_NOW.callPlain(NOT_AFTER.call(each, 0, 0, 0, 0, 0), 0, 0, 0, 0, 0) < 0);
        return over[0];
    }

    /** Each of them, encoded. */
    public List<byte[]> encoded() {
        return all.encoded(DER);
    }

    /**
     * Has what a context shows compressed (RFC 8879) for clients that want it so, from now on, when it has been given its
     * certificates. {@code false} if that is not possible: OpenSSL can from 3.2 on, if it was built so.
     */
    public static boolean compressIn(SslContext context) {
        boolean done = COMPRESS != null && COMPRESS.callInt(context.address(), 0) == 1;
        OpenSsl.clearErrors();
        return done;
    }

    SslObjects objects() {
        return all;
    }

    void useIn(SslContext context) throws SslException {
        use(first -> USE.callInt(context.address(), first) == 1, "SSL_CTX_use_certificate",
                next -> context.control(CHAIN_CERTIFICATE, COUNTED, next) == 1, "SSL_CTX_add1_chain_cert");
        context.reachable();
    }

    void useIn(Ssl connection) throws SslException {
        use(first -> USE_HERE.callInt(connection.address(), first) == 1, "SSL_use_certificate",
                next -> CONTROL.call(connection.address(), CHAIN_CERTIFICATE, COUNTED, next, 0, 0) == 1, "SSL_add1_chain_cert");
    }

    private interface Step {
        boolean take(long certificate);
    }

    private void use(Step first, String firstName, Step next, String nextName) throws SslException {
        for (int i = 0; i < all.count(); i++) {
            boolean[] done = {false};
            Step step = i == 0 ? first : next;
            all.with(i, each -> done[0] = step.take(each));
            SslContext.check(done[0], (i == 0 ? firstName : nextName) + "(\"" + name + "\") failed");
        }
    }
}
