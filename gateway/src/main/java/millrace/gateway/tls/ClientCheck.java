package millrace.gateway.tls;

import java.util.Set;
import millrace.os.SslPeer;

/** Whether clients have to show a certificate, and what becomes of those that do not: {@code ssl_verify_client}. */
public enum ClientCheck {
    OFF,
    ON,
    OPTIONAL,
    /** Also one that nobody vouches for: somebody behind the gateway looks at it. */
    OPTIONAL_NO_CA;

    /** nginx's numbers for requests that come without a good certificate; clients see 400. */
    private static final int BAD = 495;

    private static final int MISSING = 496;

    /** Self-signed, or of an issuer that is not known: {@code X509_STORE_CTX_get_error(3ssl)}. */
    private static final Set<Integer> NOBODY_VOUCHES = Set.of(18, 19, 20, 21, 27);

    /** Whether a certificate is asked for. */
    public boolean asks() {
        return this != OFF;
    }

    /**
     * 0, or the status to refuse a request with.
     *
     * @param trouble {@link Revocation#trouble}
     */
    public int refusal(SslPeer peer, String trouble) {
        if (peer == null) {
            return this == ON ? MISSING : 0;
        }
        boolean good = peer.verdict() == 0 && trouble == null || this == OFF || this == OPTIONAL_NO_CA && NOBODY_VOUCHES.contains(peer.verdict());
        return good ? 0 : BAD;
    }

    /** What the error log says of it. */
    public static String words(int status, SslPeer peer, String trouble) {
        return status == MISSING ? "client sent no required SSL certificate"
                : "client SSL certificate verify error: "
                        + (trouble == null ? "(" + peer.verdict() + ":" + peer.verdictText() + ")" : trouble);
    }
}
