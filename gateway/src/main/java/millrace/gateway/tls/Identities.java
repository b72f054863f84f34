package millrace.gateway.tls;

import java.util.List;
import millrace.gateway.exchange.Exchange;
import millrace.os.Ssl;
import millrace.os.SslException;
import millrace.os.SslIdentity;
import millrace.os.SslKey;
import millrace.os.SslSource;

/** Certificates that depend on variables. Any loop. */
final class Identities {
    private Identities() {}

    /**
     * Shows on a connection what two lines mean to it; nothing, if they say that.
     *
     * @param x whose variables count
     */
    static void show(CertificateLine certificate, CertificateLine key, Exchange x, List<String> passwords,
            CertificateCache cache, Ssl connection) throws SslException {
        SslSource shown = certificate.source(x);
        SslSource secret = key.source(x);
        if (shown == null || secret == null) {
            return;
        }
        SslKey loaded = cache.get(Wanted.key(secret, passwords));
        // A key that is read anew each time would not fit to a certificate that is not.
        CertificateCache used = loaded.isEncrypted() ? CertificateCache.OFF : cache;
        SslIdentity identity = new SslIdentity(used.get(Wanted.certificates(shown)), loaded);
        try {
            identity.useIn(connection);
        } finally {
            if (!used.isOn()) {
                identity.close(); // Each handshake has its own, and the collector does not know how large they are.
            }
        }
    }
}
