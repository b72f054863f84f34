package millrace.gateway.server;

import java.io.IOException;
import millrace.gateway.exchange.BeforeRequest;
import millrace.gateway.log.ErrorContext;
import millrace.gateway.log.ErrorLogSettings;
import millrace.gateway.log.Level;
import millrace.gateway.tls.Handshakes;
import millrace.gateway.tls.Revocation;
import millrace.loop.Connection;
import millrace.loop.StreamHandler;
import millrace.loop.tls.OpenSslSession;
import millrace.os.Ssl;
import millrace.os.SslContext;
import millrace.os.SslException;
import millrace.os.SslNegotiation;

/**
 * The beginning of a connection to an encrypted port, until the handshake is done; then it is its proper handler's. A
 * client that does not begin with one is its handler's too, and is told so. For the loop's thread only.
 */
final class TlsDoor implements StreamHandler, SslNegotiation {
    /** The first byte of a handshake (RFC 8446 section 5.1); those of SSL 2 have the highest bit. */
    private static final int HANDSHAKE = 0x16;

    private final PortLoop port;
    private final Downstream downstream;
    private TlsPort tls;
    private boolean shakesHands;
    private boolean over;

    TlsDoor(PortLoop port, Downstream downstream) {
        this.port = port;
        this.downstream = downstream;
    }

    @Override
    public int onData(Connection connection, byte[] buffer, int offset, int length) {
        tls = port.servers().at(downstream).tls();
        if (tls == null || buffer[offset] != HANDSHAKE && buffer[offset] >= 0) {
            over = true;
            connection.handler(downstream); // By another configuration, perhaps, nothing is encrypted here any more.
            return 0;
        }
        shakesHands = true;
        downstream.noteAddresses();
        downstream.handshake = tls.configuration();
        try {
            connection.secure(OpenSslSession.server(tls.context(), connection.fd(), this));
        } catch (SslException e) {
            connection.abort(e);
        }
        return 0;
    }

    @Override
    public SslContext choose(Ssl handshake, String serverName) {
        downstream.servedName = tls.find(serverName);
        return tls.context(downstream.servedName);
    }

    @Override
    public void certify(Ssl handshake) throws SslException {
        try (BeforeRequest asking = new BeforeRequest(port.loop(), downstream, tls.server(downstream.servedName))) {
            tls.settings(downstream.servedName).certify(handshake, asking.exchange());
        }
    }

    @Override
    public byte[] staple(Ssl handshake) {
        return tls.settings(downstream.servedName).staple(handshake, port.loop());
    }

    @Override
    public int protocol(Ssl handshake, byte[] offered) {
        return tls.protocol(downstream.servedName, offered);
    }

    @Override
    public void onSecured(Connection connection) {
        Revocation revocation = tls.settings(downstream.servedName).revocation();
        if (revocation == null) {
            goOn(connection);
            return;
        }
        connection.pause(); // Until others have said what they know of the client.
        if (!revocation.ask(port.loop(), downstream, ((OpenSslSession) connection.tls()).ssl(), () -> goOn(connection))) {
            goOn(connection);
        }
    }

    /** To the first request, if the client is still there. */
    private void goOn(Connection connection) {
        if (!connection.isOpen()) {
            return;
        }
        connection.resume();
        over = true;
        downstream.handshake = null;
        boolean http2 = Http2Port.NAME.equals(connection.tls().applicationProtocol());
        if (http2 && port.servers().at(downstream).http2() == null) {
            connection.finish(); // By another configuration, which has come meanwhile, it is not spoken here any more.
            return;
        }
        connection.handler(http2 ? Http2Downstream.instead(downstream) : downstream);
        connection.timeout(port.servers().core().headerNanos()); // From now on, for the first request.
    }

    @Override
    public void onEnd(Connection connection) {
        connection.finish();
    }

    @Override
    public void onTimeout(Connection connection) {
        if (shakesHands) {
            connection.abort(new IOException("client timed out (110: Connection timed out)"));
        } else {
            connection.finish();
        }
    }

    @Override
    public void onClosed(Connection connection, IOException cause) {
        if (cause != null && !over) {
            port.servers().defaultServer().get(ErrorLogSettings.KEY).log().log(Level.INFO, downstream.number(),
                    ErrorContext.of(downstream, Handshakes.trouble(cause) + " while SSL handshaking"));
        }
        downstream.onClosed(connection, cause);
    }
}
