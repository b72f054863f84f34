package millrace.gateway.server;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import millrace.gateway.access.ProxyProtocol;
import millrace.gateway.access.ProxyProtocolParser;
import millrace.gateway.log.ErrorLogSettings;
import millrace.gateway.log.Level;
import millrace.loop.Connection;
import millrace.loop.StreamHandler;

/**
 * The first bytes of a connection that comes through a load balancer: who the client is, by the PROXY protocol. Then the
 * connection is its proper handler's. For the loop's thread only.
 */
final class Introduction implements StreamHandler {
    /** So much of what was no header goes into the log. */
    private static final int SHOWN = 128;

    private final PortLoop port;
    private final Downstream downstream;
    private final ProxyProtocolParser parser = new ProxyProtocolParser();

    Introduction(PortLoop port, Downstream downstream) {
        this.port = port;
        this.downstream = downstream;
    }

    @Override
    public int onData(Connection connection, byte[] buffer, int offset, int length) {
        int used = parser.parse(buffer, offset, offset + length);
        if (used == ProxyProtocolParser.INCOMPLETE) {
            return 0;
        }
        if (used == ProxyProtocolParser.BROKEN) {
            String shown = new String(buffer, offset, Math.min(length, SHOWN), StandardCharsets.ISO_8859_1);
            port.servers().defaultServer().get(ErrorLogSettings.KEY).log().log(
                    Level.ERROR, downstream.number(), "broken header: \"" + shown + "\" while reading PROXY protocol, client: "
                            + downstream.remoteAddress());
            connection.abort();
            return length;
        }
        ProxyProtocol.put(downstream, parser.result());
        connection.handler(port.handler(downstream));
        return used;
    }

    @Override
    public void onEnd(Connection connection) {
        connection.finish();
    }

    @Override
    public void onClosed(Connection connection, IOException cause) {
        downstream.onClosed(connection, cause);
    }
}
