package millrace.gateway.stream;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.HashMap;
import java.util.Map;
import millrace.gateway.exchange.GatewayLoop;
import millrace.gateway.log.Level;
import millrace.loop.Connection;
import millrace.loop.StreamHandler;
import millrace.loop.UdpSocket;
import millrace.os.OsException;

/** One address of {@code stream} that datagrams come by, as one loop serves it. For that loop's thread. */
final class UdpPort extends SessionPort implements UdpSocket.Handler {
    private static final int INTERNAL = 500;

    /** A client, and the address of this machine that it has chosen. */
    record Ends(SocketAddress remote, SocketAddress local) {}

    /** Whose datagrams go to which session. */
    private final Map<Ends, UdpSession> bound = new HashMap<>();

    private UdpSocket socket;
    private InetSocketAddress own;

    /** Bound to all addresses: answers leave from the one that was asked. */
    private boolean everywhere;

    UdpPort(GatewayLoop loop, StreamServers servers) {
        super(loop, servers);
    }

    @Override
    protected void listen(int descriptor) {
        socket = UdpSocket.adopt(loop().events(), descriptor, this);
        own = (InetSocketAddress) socket.localAddress();
        everywhere = own.getAddress().isAnyLocalAddress();
        if (everywhere) {
            try {
                socket.tellArrivals();
            } catch (OsException e) {
                log().log(Level.ALERT, 0, e.getMessage());
                everywhere = false;
            }
        }
    }

    @Override
    protected StreamHandler accept(Connection connection) {
        throw new IllegalStateException("connections do not come by a door of datagrams");
    }

    /** Sessions still get their answers out; what clients send is for who comes after this, if anybody does. */
    @Override
    protected void stopAccepting() {
        if (socket != null) {
            socket.leaveAddress();
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
        InetAddress asked = socket.arrivedAt();
        Ends ends = new Ends(client, asked == null ? own : new InetSocketAddress(asked, own.getPort()));
        UdpSession session = bound.get(ends);
        boolean begins = session == null;
        if (begins && isFull()) {
            return;
        }
        if (begins) {
            session = new UdpSession(this, number(), ends);
            bound.put(ends, session);
            add(session);
        }
        try {
            if (begins) {
                session.begin(buffer, offset, length);
            } else {
                session.onRequest(buffer, offset, length);
            }
        } catch (RuntimeException broken) {
            // It would stay for ever otherwise: no timer runs yet.
            session.finish(INTERNAL);
            throw broken;
        }
    }

    /** To a client, from where it has asked. */
    boolean send(byte[] bytes, int offset, int length, Ends to) throws OsException {
        InetAddress from = everywhere ? ((InetSocketAddress) to.local).getAddress() : null;
        return socket.send(bytes, offset, length, to.remote, from);
    }

    @Override
    public void onError(UdpSocket of, OsException error) {
        // A client that is gone answers so; its session ends by itself.
        log().log(Level.INFO, error.getMessage());
    }

    /** The next datagram of the client begins another session. */
    void unbind(UdpSession session) {
        bound.remove(session.ends(), session);
    }

    @Override
    void left(Session gone) {
        unbind((UdpSession) gone);
        closeIfDone();
    }
}
