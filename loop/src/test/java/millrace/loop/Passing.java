package millrace.loop;

import java.io.IOException;
import java.net.InetSocketAddress;
import millrace.loop.tls.OpenSslSession;
import millrace.os.SslContext;
import millrace.os.SslException;

/** Passes a client on to an encrypted server, through a tunnel. */
final class Passing implements StreamHandler, TunnelHandler {
    private final Listener server;
    private Connection near;

    Passing(Listener server) {
        this.server = server;
    }

    @Override
    public void onSecured(Connection client) {
        near = client;
        client.pause(); // The tunnel reads.
        Connector.connect(client.loop(), (InetSocketAddress) server.address(), 0, far -> {
            try {
                far.secure(OpenSslSession.client(SslContext.create(), far.fd(), "localhost"));
            } catch (SslException e) {
                far.abort(e);
            }
            return new Far();
        });
    }

    private final class Far implements StreamHandler {
        @Override
        public void onSecured(Connection far) {
            new Tunnel(Passing.this).halfClose(true).start(near, far);
        }

        @Override
        public int onData(Connection connection, byte[] buffer, int offset, int length) {
            throw new IllegalStateException("in a tunnel nobody is asked");
        }
    }

    @Override
    public int onData(Connection connection, byte[] buffer, int offset, int length) {
        return 0; // Too early: kept for the tunnel.
    }

    @Override
    public void onTunnelEnd(Tunnel tunnel, Connection broken, IOException cause) {}
}
