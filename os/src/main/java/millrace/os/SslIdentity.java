package millrace.os;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * A certificate, those that vouch for it, and its key. A context may have several, of different kinds of key: which one is
 * shown depends on what the client can check.
 */
public record SslIdentity(SslCertificates certificates, SslKey key) {
    /**
     * Adds one to a context, from files of the form PEM.
     *
     * @param passwords that the key may be encrypted with
     * @throws IOException in the words of nginx, which name the file
     */
    public static void use(SslContext context, Path certificate, Path key, List<String> passwords) throws IOException {
        SslCertificates certificates = SslCertificates.read(SslSource.of(certificate));
        new SslIdentity(certificates, SslKey.read(SslSource.of(key), passwords)).useIn(context);
    }

    /** Adds it to a context. */
    public void useIn(SslContext context) throws SslException {
        OpenSsl.clearErrors();
        certificates.useIn(context);
        key.useIn(context);
    }

    /** Shows it on one connection, whatever its context has; before, or while, certificates are chosen. */
    public void useIn(Ssl connection) throws SslException {
        OpenSsl.clearErrors();
        certificates.useIn(connection);
        key.useIn(connection);
    }

    /** For who has read it and shown it to nobody but OpenSSL, which keeps what it uses. It must not be used again. */
    public void close() {
        certificates.objects().close();
        key.objects().close();
    }
}
