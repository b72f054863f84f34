package millrace.gateway.tls;

import java.util.List;
import millrace.gateway.exchange.Exchange;
import millrace.os.SslException;
import millrace.os.SslIdentity;
import millrace.os.SslKey;
import millrace.os.SslSource;

/** Certificates that depend on variables. Any loop. */
final class Identities {
    private Identities() {}

    /** What two lines mean to a connection; {@code null} if they say that it shows none. */
    static SslIdentity of(CertificateLine certificate, CertificateLine key, Exchange x, List<String> passwords,
            CertificateCache cache) throws SslException {
        SslSource shown = certificate.source(x);
        SslSource secret = key.source(x);
        if (shown == null || secret == null) {
            return null;
        }
        SslKey loaded = cache.get(Wanted.key(secret, passwords));
        // A key that is read anew each time would not fit to a certificate that is not.
        CertificateCache used = loaded.isEncrypted() ? CertificateCache.OFF : cache;
        return new SslIdentity(used.get(Wanted.certificates(shown)), loaded);
    }
}
