package millrace.gateway.port;

import java.util.function.BiFunction;
import millrace.gateway.exchange.GatewayLoop;
import millrace.loop.ListenOptions;
import millrace.loop.ListeningSocket;
import millrace.loop.UdpSocket;
import millrace.os.OsException;

/**
 * What a configuration wants to serve at one door. Immutable.
 *
 * @param options how its socket is made
 * @param servers who is served there
 * @param part makes the part of a loop
 * @param <S> what is served, by its kind of traffic
 */
public record Opening<S>(Door door, ListenOptions options, S servers, BiFunction<GatewayLoop, S, PortPart<S>> part) {
    /** Makes the socket. */
    int socket() throws OsException {
        return socket(options);
    }

    /** With other options. */
    public int socket(ListenOptions by) throws OsException {
        return door.datagrams() ? UdpSocket.openDescriptor(door.address(), by)
                : ListeningSocket.open(door.address(), by);
    }

    /** Whether a port can go on with this: it serves the same kind of traffic. */
    boolean isLike(Opening<?> other) {
        return servers.getClass() == other.servers.getClass();
    }
}
