package millrace.bench.client;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import millrace.loop.Connection;
import millrace.loop.tls.OpenSslSession;
import millrace.os.OpenSsl;
import millrace.os.SslContext;
import millrace.os.SslIdentity;
import millrace.os.SslPeer;

/** How clients speak TLS: keys, whom to trust, what to call the server. Made once for a run; any thread. */
public final class TlsSettings {
    /** What a load tester is for is also to try old servers on a network of one's own. */
    private static final String ANY_CIPHERS = "ALL:@SECLEVEL=0";

    private final SslContext context;
    private final String serverName;
    private final String verifiedName;
    private final String alpn;

    private TlsSettings(SslContext context, String serverName, String verifiedName, String alpn) {
        this.context = context;
        this.serverName = serverName;
        this.verifiedName = verifiedName;
        this.alpn = alpn;
    }

    /**
     * What is said about TLS.
     *
     * @param serverName for SNI, or {@code null}: then the URL's, unless that is an address
     * @param certificate to show, with those that vouch for it, as PEM; or {@code null}
     * @param key of the certificate, or {@code null} when it is in the same file
     * @param authorities files of certificates that are trusted, beside the system's
     * @param verified whether a server whose certificate is not good is no server
     */
    public record Wish(
            String serverName, Path certificate, Path key, List<Path> authorities, boolean verified) {
        /** Any certificate will do. */
        public static final Wish USUAL = new Wish(null, null, null, List.of(), false);

        public Wish {
            authorities = List.copyOf(authorities);
        }
    }

    /**
     * Reads the files.
     *
     * @throws IllegalArgumentException when one has nothing fitting in it, or there is no OpenSSL here
     */
    public static TlsSettings of(Target target, Wish wish, Protocol protocol) {
        try {
            return new TlsSettings(context(wish), serverName(target, wish), verifiedName(target, wish), protocol.alpn());
        } catch (IOException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    private static String serverName(Target target, Wish wish) {
        return wish.serverName() != null ? wish.serverName() : target.isAddress() ? null : target.name();
    }

    private static String verifiedName(Target target, Wish wish) {
        String name = wish.serverName() != null ? wish.serverName() : target.name();
        return wish.verified() ? name : null;
    }

    private static SslContext context(Wish wish) throws IOException {
        OpenSsl.require();
        SslContext context = SslContext.create();
        for (Path file : wish.authorities()) {
            context.trust(file);
        }
        if (wish.verified()) {
            context.trustSystem();
        } else {
            context.ciphers(ANY_CIPHERS);
        }
        if (wish.certificate() != null) {
            Path key = wish.key() == null ? wish.certificate() : wish.key();
            SslIdentity.use(context, wish.certificate(), key, List.of());
        } else if (wish.key() != null) {
            throw new IllegalArgumentException("a key is of use only with its certificate");
        }
        return context;
    }

    /** Begins a handshake on a connection that was made. The loop's thread. */
    void secure(Connection made) throws IOException {
        OpenSslSession session = OpenSslSession.client(context, made.fd(), serverName);
        if (alpn != null) {
            try {
                session.ssl().offers(alpn);
            } catch (IOException e) {
                session.close(); // It is nobody's yet.
                throw e;
            }
        }
        made.secure(session);
    }

    /** What is wrong with the server, or {@code null}. The handshake is done. The loop's thread. */
    String objection(Connection secured) {
        if (alpn != null && !alpn.equals(secured.tls().applicationProtocol())) {
            return "the server does not agree to speak " + alpn + " (ALPN)";
        }
        if (verifiedName == null) {
            return null;
        }
        SslPeer peer = ((OpenSslSession) secured.tls()).ssl().facts().peer();
        if (peer == null) {
            return "the server has shown no certificate";
        }
        if (peer.verdict() != 0) {
            return "the server's certificate is not trusted: " + peer.verdictText();
        }
        return peer.isFor(verifiedName) ? null : "the server's certificate is not one of " + verifiedName;
    }
}
