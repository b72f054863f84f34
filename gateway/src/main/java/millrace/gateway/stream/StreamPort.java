package millrace.gateway.stream;

import millrace.gateway.exchange.GatewayLoop;
import millrace.loop.Connection;
import millrace.loop.StreamHandler;

/** One address of {@code stream} that connections come by, as one loop serves it. For that loop's thread. */
final class StreamPort extends SessionPort {
    StreamPort(GatewayLoop loop, StreamServers servers) {
        super(loop, servers);
    }

    @Override
    protected void listen(int descriptor) {
        acceptFrom(descriptor);
    }

    @Override
    protected StreamHandler accept(Connection connection) {
        if (isFull()) {
            return null;
        }
        TcpSession added = new TcpSession(this, connection, number());
        add(added);
        connection.pause();
        // The connection is whole only when this has returned.
        loop().events().immediate(added);
        return added;
    }
}
