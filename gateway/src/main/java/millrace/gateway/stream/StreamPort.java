package millrace.gateway.stream;

import millrace.gateway.config.Configuration;
import millrace.gateway.exchange.GatewayLoop;
import millrace.gateway.log.ErrorLog;
import millrace.gateway.log.ErrorLogSettings;
import millrace.gateway.port.PortPart;
import millrace.loop.Acceptor;
import millrace.loop.Connection;
import millrace.loop.StreamHandler;

/** One address of {@code stream} that connections come by, as one loop serves it. For that loop's thread. */
final class StreamPort extends PortPart<StreamServers> implements Acceptor {
    private final SessionList sessions = new SessionList();

    StreamPort(GatewayLoop loop, StreamServers servers) {
        super(loop, servers);
    }

    @Override
    protected void listen(int descriptor) {
        accept(descriptor, this);
    }

    @Override
    public StreamHandler accept(Connection connection) {
        if (isFull()) {
            return null;
        }
        TcpSession added = new TcpSession(this, connection, number());
        sessions.add(added);
        countAccepted();
        connection.pause();
        // The connection is whole only when this has returned.
        loop().events().immediate(added);
        return added;
    }

    void remove(Session gone) {
        sessions.remove(gone);
        loop().traffic().closed();
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
