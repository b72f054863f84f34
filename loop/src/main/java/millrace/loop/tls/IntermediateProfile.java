package millrace.loop.tls;

import millrace.os.SslContext;
import millrace.os.SslException;

/**
 * What servers speak as long as nobody says otherwise: beside TLS 1.2 and 1.3 the rest of Mozilla's intermediate profile,
 * version 5.7.
 */
public final class IntermediateProfile {
    /** For TLS 1.2; those of TLS 1.3 are all good. */
    public static final String CIPHERS = "ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256:"
            + "ECDHE-ECDSA-AES256-GCM-SHA384:ECDHE-RSA-AES256-GCM-SHA384:ECDHE-ECDSA-CHACHA20-POLY1305:"
            + "ECDHE-RSA-CHACHA20-POLY1305:DHE-RSA-AES128-GCM-SHA256:DHE-RSA-AES256-GCM-SHA384:DHE-RSA-CHACHA20-POLY1305";

    /** What OpenSSL has beyond these would cost the server much more than a client that only claims to know it. */
    private static final String GROUPS = "X25519:prime256v1:secp384r1";

    /** The profile's first: it withstands quantum computers, too. */
    private static final String NEW_GROUP = "X25519MLKEM768";

    private IntermediateProfile() {}

    /** Sets the groups that keys are exchanged in, as far as the library has them. */
    public static void groups(SslContext context) throws SslException {
        try {
            context.groups(NEW_GROUP + ':' + GROUPS);
        } catch (SslException unknown) {
            context.groups(GROUPS); // Only from OpenSSL 3.5 on has it the first one.
        }
    }
}
