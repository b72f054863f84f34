package millrace.gateway.variable;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import millrace.gateway.balance.Ipv6Text;
import millrace.gateway.exchange.Exchange;
import millrace.gateway.exchange.StateKey;
import millrace.http.codec.Output;

/**
 * An address of a client's connection as variables show it; kept by the connection, so that it is made once.
 *
 * @param octets in network order; for a Unix socket the text
 * @param port -1 for a Unix socket
 */
public record ClientAddress(SocketAddress of, byte[] text, byte[] octets, int port) {
    private static final StateKey<ClientAddress> REMOTE = StateKey.create();
    private static final StateKey<ClientAddress> LOCAL = StateKey.create();

    /** The client's own, or what {@code realip} has found. For the loop's own thread. */
    public static ClientAddress remote(Exchange x) {
        return kept(x, REMOTE, x.client().remoteAddress());
    }

    /** The one that it has connected to. */
    static ClientAddress local(Exchange x) {
        return kept(x, LOCAL, x.client().localAddress());
    }

    private static ClientAddress kept(Exchange x, StateKey<ClientAddress> key, SocketAddress address) {
        ClientAddress known = x.client().state(key);
        if (known == null || known.of() != address) {
            known = of(address);
            x.client().state(key, known);
        }
        return known;
    }

    /** Made anew: for an address that is not the connection's own. */
    public static ClientAddress of(SocketAddress address) {
        if (address instanceof InetSocketAddress ip) {
            InetAddress number = ip.getAddress();
            byte[] octets = number.getAddress();
            String text = number instanceof Inet6Address ? Ipv6Text.of(octets) : number.getHostAddress();
            return new ClientAddress(address, Output.ascii(text), octets, ip.getPort());
        }
        byte[] unix = Output.ascii("unix:" + (address == null ? "" : address));
        return new ClientAddress(address, unix, unix, -1);
    }

    /** A Unix socket has an empty one. */
    boolean writePort(Output to) {
        if (port >= 0) {
            to.number(port);
        }
        return true;
    }
}
