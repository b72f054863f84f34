package millrace.gateway.port;

import java.net.SocketAddress;

/**
 * What is listened on. A number may be a port of TCP and one of UDP, for who knows what.
 *
 * @param datagrams whether it is of UDP
 */
public record Door(SocketAddress address, boolean datagrams) {
    public static Door of(SocketAddress address) {
        return new Door(address, false);
    }
}
