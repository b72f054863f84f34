package millrace.http;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import millrace.os.SslContext;
import millrace.os.SslIdentity;

/** How a server's connections are encrypted: its certificate, TLS 1.2 and 1.3, HTTP/2 where the client offers it. Any thread. */
public final class ServerTls {
    /** Those of TLS 1.2; of Mozilla's intermediate profile those that all clients have that know HTTP/2. */
    private static final String CIPHERS = "ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256:"
            + "ECDHE-ECDSA-AES256-GCM-SHA384:ECDHE-RSA-AES256-GCM-SHA384:"
            + "ECDHE-ECDSA-CHACHA20-POLY1305:ECDHE-RSA-CHACHA20-POLY1305";

    private static final List<String> PROTOCOLS = List.of("h2", "http/1.1");
    private static final int SESSIONS = 20_000;
    private static final int SESSION_SECONDS = 300;

    private final SslContext context;

    private ServerTls(SslContext context) {
        this.context = context;
    }

    /**
     * With a certificate.
     *
     * @param certificates a file in the form PEM: the server's, and behind it those that vouch for it
     * @param key the file with its key
     * @throws IOException when they cannot be read or do not fit each other, or the system has no OpenSSL 3: it says which
     */
    public static ServerTls of(Path certificates, Path key) throws IOException {
        SslContext context = SslContext.create();
        context.options(SslContext.NO_TLS1 | SslContext.NO_TLS1_1);
        context.ciphers(CIPHERS);
        context.sessions(SESSIONS, SESSION_SECONDS, "millrace.http".getBytes(StandardCharsets.US_ASCII));
        context.negotiates();
        SslIdentity.use(context, certificates, key, List.of());
        return new ServerTls(context);
    }

    SslContext context() {
        return context;
    }

    /** As {@link millrace.os.SslNegotiation#protocol}: what the server likes most of what is offered. */
    static int choose(byte[] offered) {
        for (String each : PROTOCOLS) {
            for (int i = 0; i < offered.length; i += 1 + (offered[i] & 0xff)) {
                int length = Math.min(offered[i] & 0xff, offered.length - i - 1);
                if (each.equals(new String(offered, i + 1, length, StandardCharsets.ISO_8859_1))) {
                    return i;
                }
            }
        }
        return offered.length == 0 ? -1 : -2;
    }
}
