package millrace.gateway.stream;

import java.io.IOException;
import java.util.List;
import millrace.gateway.exchange.Exchange;
import millrace.gateway.exchange.Phase;
import millrace.gateway.log.Level;
import millrace.gateway.tls.ClientCheck;
import millrace.gateway.tls.Revocation;
import millrace.gateway.tls.TlsSettings;
import millrace.loop.Connection;
import millrace.loop.tls.ApplicationProtocols;
import millrace.loop.tls.OpenSslSession;
import millrace.os.Ssl;
import millrace.os.SslContext;
import millrace.os.SslException;
import millrace.os.SslNegotiation;
import millrace.os.SslPeer;

/** TLS with a client: {@code listen … ssl}. For the loop's own thread only. */
final class ClientHandshake implements SslNegotiation {
    private static final int SILENT = -1;
    private static final int FAILED = 500;

    private final TcpSession session;
    private final TlsSettings otherwise;

    private ClientHandshake(TcpSession session) {
        this.session = session;
        otherwise = session.servers.otherwise().get(TlsSettings.KEY);
    }

    /** The phase in which the connection is encrypted. */
    static int phase(Exchange x) {
        if (!(x.client() instanceof TcpSession session) || !session.servers.ssl()) {
            return Phase.NEXT;
        }
        ClientHandshake handshake = new ClientHandshake(session);
        Connection connection = session.stream();
        try {
            connection.secure(OpenSslSession.server(handshake.otherwise.context(), connection.fd(), handshake));
        } catch (SslException e) {
            session.log(Level.ALERT, e.getMessage());
            return FAILED;
        }
        session.shakesHands(handshake, x.settings(StreamSettings.KEY).handshakeNanos());
        return Phase.WAIT;
    }

    @Override
    public SslContext choose(Ssl handshake, String serverName) {
        session.choose(serverName);
        TlsSettings settings = settings();
        return settings.rejects() ? null : settings.context();
    }

    private TlsSettings settings() {
        TlsSettings settings = session.scope().get(TlsSettings.KEY);
        return settings.rejects() || settings.context() != null ? settings : otherwise;
    }

    @Override
    public void certify(Ssl handshake) throws SslException {
        settings().certify(handshake, session.exchange);
    }

    @Override
    public byte[] staple(Ssl handshake) {
        return settings().staple(handshake, session.port.loop());
    }

    @Override
    public int protocol(Ssl handshake, byte[] offered) {
        List<String> own = session.scope().get(TlsSettings.KEY).protocolNames();
        if (own.isEmpty() || offered.length == 0) {
            return SILENT;
        }
        return new ApplicationProtocols(own).choose(offered);
    }

    /** It is done: goes on, if the client is who it has to be. */
    void done() {
        Revocation revocation = settings().revocation();
        Ssl ssl = ((OpenSslSession) session.stream().tls()).ssl();
        if (revocation == null || !revocation.ask(session.port.loop(), session, ssl, () -> goOn(ssl))) {
            goOn(ssl);
        }
    }

    private void goOn(Ssl ssl) {
        if (session.isOver()) {
            return;
        }
        ClientCheck check = session.scope().get(TlsSettings.KEY).clients();
        SslPeer peer = check.asks() ? ssl.facts().peer() : null;
        String trouble = Revocation.trouble(session);
        int status = check.asks() ? check.refusal(peer, trouble) : 0;
        if (status == 0) {
            session.exchange.resume();
        } else {
            session.log(Level.INFO, ClientCheck.words(status, peer, trouble));
            session.finish(FAILED);
        }
    }

    /** It has failed. */
    void failed(IOException cause) {
        session.log(Level.INFO, cause.getMessage() + " while SSL handshaking");
        session.finish(FAILED);
    }
}
