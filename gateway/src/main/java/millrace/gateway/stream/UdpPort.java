package millrace.gateway.stream;

import java.net.SocketAddress;
import java.util.HashMap;
import java.util.Map;
import millrace.gateway.exchange.GatewayLoop;
import millrace.gateway.log.Level;
import millrace.loop.UdpSocket;
import millrace.os.OsException;

/** One address of {@code stream} that datagrams come by, as one loop serves it. For that loop's thread. */
final class UdpPort extends SessionPort implements UdpSocket.Handler {
    /** Whose datagrams go to which session. */
    private final Map<SocketAddress, UdpSession> bound = new HashMap<>();

    private UdpSocket socket;

    UdpPort(GatewayLoop loop, StreamServers servers) {
        super(loop, servers);
    }

    @Override
    protected void listen(int descriptor) {
        socket = UdpSocket.adopt(loop().events(), descriptor, this);
    }

    /** Sessions still get their answers out; what clients send is for who comes after this, if anybody does. */
    @Override
    protected void stopAccepting() {
        if (socket != null) {
            socket.interest(0);
            closeIfDone();
        }
    }

    private void closeIfDone() {
        if (isLeaving() && open() == 0 && socket != null) {
            socket.close();
        }
    }

    @Override
    public void onDatagram(UdpSocket from, byte[] buffer, int offset, int length, SocketAddress client) {
        UdpSession session = bound.get(client);
        if (session == null && isFull()) {
            return;
        }
        if (session == null) {
            session = new UdpSession(this, number(), client, socket.localAddress());
            bound.put(client, session);
            add(session);
            session.begin(buffer, offset, length);
        } else {
            session.onRequest(buffer, offset, length);
        }
    }

    @Override
    public void onError(UdpSocket of, OsException error) {
        // A client that is gone answers so; its session ends by itself.
        log().log(Level.INFO, error.getMessage());
    }

    UdpSocket socket() {
        return socket;
    }

    /** The next datagram of the client begins another session. */
    void unbind(UdpSession session) {
        bound.remove(session.key(), session);
    }

    @Override
    void left(Session gone) {
        unbind((UdpSession) gone);
        closeIfDone();
    }
}
