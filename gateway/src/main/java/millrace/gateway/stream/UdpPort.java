package millrace.gateway.stream;

import java.net.SocketAddress;
import java.util.HashMap;
import java.util.Map;
import millrace.gateway.config.Configuration;
import millrace.gateway.exchange.GatewayLoop;
import millrace.gateway.log.ErrorLog;
import millrace.gateway.log.ErrorLogSettings;
import millrace.gateway.log.Level;
import millrace.gateway.port.PortPart;
import millrace.loop.UdpSocket;
import millrace.os.OsException;

/** One address of {@code stream} that datagrams come by, as one loop serves it. For that loop's thread. */
final class UdpPort extends PortPart<StreamServers> implements UdpSocket.Handler {
    private final SessionList sessions = new SessionList();

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
        if (isLeaving() && sessions.size() == 0 && socket != null) {
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
            sessions.add(session);
            countAccepted();
            session.begin(buffer, offset, length);
        } else {
            session.onRequest(buffer, offset, length);
        }
    }

    @Override
    public void onError(UdpSocket of, OsException error) {
        // A client that is gone answers so; its session ends by itself.
        servers().otherwise().get(ErrorLogSettings.KEY).log().log(Level.INFO, error.getMessage());
    }

    UdpSocket socket() {
        return socket;
    }

    /** The next datagram of the client begins another session. */
    void unbind(UdpSession session) {
        bound.remove(session.key(), session);
    }

    void remove(UdpSession gone) {
        unbind(gone);
        sessions.remove(gone);
        loop().traffic().closed();
        closeIfDone();
        tellIfEmpty();
    }

    @Override
    protected ErrorLog log() {
        return servers().otherwise().get(ErrorLogSettings.KEY).log();
    }

    @Override
    protected int open() {
        return sessions.size();
    }

    /** A session is at something as long as it lives. */
    @Override
    protected void closeIdle() {}

    @Override
    protected void endIdleSince(long nanos) {}

    @Override
    protected int servedBy(Configuration configuration) {
        return sessions.servedBy(configuration);
    }

    @Override
    protected void abortServedBy(Configuration configuration) {
        sessions.abort(each -> each.isServedBy(configuration), "the configuration has changed");
    }

    @Override
    protected void abortAll() {
        sessions.abort(each -> true, "the gateway stops");
    }
}
