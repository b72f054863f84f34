package millrace.os;

import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Certificates of those who vouch for others. Immutable; any thread. */
public final class SslAuthorities {
    private static final Call STORE = OpenSsl.call("SSL_CTX_get_cert_store");
    private static final Call TRUST = OpenSsl.call("X509_STORE_add_cert");
    private static final Call WELCOME = OpenSsl.call("SSL_CTX_add_client_CA");
    private static final Call SUBJECT = OpenSsl.call("X509_get_subject_name");
    private static final Call NAME = OpenSsl.call("i2d_X509_NAME");
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

    /** Clients are told that theirs are welcome; each name once, whoever goes by it. */
    public void welcomeIn(SslContext context) {
        Set<ByteBuffer> told = new HashSet<>();
        all.forEach(each -> {
            long name = SUBJECT.call(each, 0, 0, 0, 0, 0);
            if (told.add(ByteBuffer.wrap(SslObjects.encoded(name, NAME)))) {
                WELCOME.callInt(context.address(), each);
            }
        });
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
