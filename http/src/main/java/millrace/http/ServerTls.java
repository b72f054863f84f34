package millrace.http;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import millrace.loop.tls.ApplicationProtocols;
import millrace.loop.tls.IntermediateProfile;
import millrace.os.OpenSsl;
import millrace.os.SslContext;
import millrace.os.SslIdentity;

/** How a server's connections are encrypted: its certificate, TLS 1.2 and 1.3, HTTP/2 where the client offers it. Any thread. */
public final class ServerTls {
    private static final ApplicationProtocols PROTOCOLS = new ApplicationProtocols(List.of("h2", "http/1.1"));
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
        OpenSsl.require();
        SslContext context = SslContext.create();
        context.options(SslContext.NO_TLS1 | SslContext.NO_TLS1_1);
        context.ciphers(IntermediateProfile.CIPHERS);
        IntermediateProfile.groups(context);
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
        return PROTOCOLS.choose(offered);
    }
}
