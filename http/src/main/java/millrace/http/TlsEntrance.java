package millrace.http;

import java.io.IOException;
import millrace.loop.Connection;
import millrace.loop.StreamHandler;
import millrace.loop.tls.OpenSslSession;
import millrace.os.Ssl;
import millrace.os.SslContext;
import millrace.os.SslException;
import millrace.os.SslNegotiation;

/** The beginning of an encrypted connection, until both sides have agreed on a protocol. For the loop's own thread only. */
final class TlsEntrance implements StreamHandler, SslNegotiation {
    private final HttpConnection next;
    private final ServerTls tls;

    TlsEntrance(HttpConnection next, ServerTls tls) {
        this.next = next;
        this.tls = tls;
    }

    @Override
    public int onData(Connection connection, byte[] buffer, int offset, int length) {
        connection.timeout(next.server.headNanos);
        try {
            connection.secure(OpenSslSession.server(tls.context(), connection.fd(), this));
        } catch (SslException e) {
            connection.abort(e);
        }
        return 0;
    }

    @Override
    public SslContext choose(Ssl handshake, String serverName) {
        return tls.context();
    }

    @Override
    public int protocol(Ssl handshake, byte[] offered) {
        return ServerTls.choose(offered);
    }

    @Override
    public void onSecured(Connection connection) {
        connection.timeout(next.server.idleNanos);
        if ("h2".equals(connection.tls().applicationProtocol())) {
            next.toHttp2();
        } else {
            connection.handler(next);
        }
    }

    @Override
    public void onEnd(Connection connection) {
        connection.finish();
    }

    @Override
    public void onClosed(Connection connection, IOException cause) {
        next.onClosed(connection, cause);
    }
}
