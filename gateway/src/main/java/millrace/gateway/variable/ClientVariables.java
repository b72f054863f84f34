package millrace.gateway.variable;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.concurrent.TimeUnit;
import java.util.function.ToIntFunction;
import millrace.gateway.balance.Ipv6Text;
import millrace.gateway.config.Registry;
import millrace.gateway.exchange.Exchange;
import millrace.gateway.exchange.StateKey;
import millrace.http.codec.Output;
import millrace.os.TcpFigures;

/** Variables of the connection that the request came by. */
final class ClientVariables {
    private static final StateKey<AddressText> REMOTE = StateKey.create();
    private static final StateKey<AddressText> LOCAL = StateKey.create();

    private static final byte[] PIPELINED = {'p'};
    private static final byte[] ALONE = {'.'};

    private ClientVariables() {}

    static void register(Registry registry) {
        registry.variable("remote_addr", (x, to) -> {
            to.put(remote(x).text());
            return true;
        });
        registry.variable("remote_port", (x, to) -> remote(x).writePort(to));
        registry.variable("binary_remote_addr", (x, to) -> {
            to.put(remote(x).octets());
            return true;
        });
        registry.variable("server_addr", (x, to) -> {
            to.put(local(x).text());
            return true;
        });
        registry.variable("server_port", (x, to) -> local(x).writePort(to));
        registry.variable("connection", (x, to) -> {
            to.number(x.client().number());
            return true;
        });
        registry.variable("connection_time", (x, to) -> {
            long nanos = x.loop().events().nowNanos() - x.client().openedNanos();
            Numbers.millis(Math.max(0, TimeUnit.NANOSECONDS.toMillis(nanos)), to);
            return true;
        });
        registry.variable("pipe", (x, to) -> {
            to.put(x.client().isPipelined() ? PIPELINED : ALONE);
            return true;
        });
        registry.variable("connection_requests", (x, to) -> {
            to.number(x.client().requests());
            return true;
        });
        tcpInfo(registry, "rtt", TcpFigures::roundTripMicros);
        tcpInfo(registry, "rttvar", TcpFigures::roundTripVarianceMicros);
        tcpInfo(registry, "snd_cwnd", TcpFigures::congestionWindow);
        tcpInfo(registry, "rcv_space", TcpFigures::receiveSpace);
    }

    private static void tcpInfo(Registry registry, String name, ToIntFunction<TcpFigures> figure) {
        registry.variable("tcpinfo_" + name, (x, to) -> {
            TcpFigures figures = x.client().stream().tcpFigures();
            if (figures != null) {
                to.number(figure.applyAsInt(figures));
            }
            return figures != null;
        });
    }

    /** Kept by the connection, as long as its address stays. */
    private static AddressText remote(Exchange x) {
        SocketAddress address = x.client().remoteAddress();
        AddressText text = x.client().state(REMOTE);
        if (text == null || text.of() != address) {
            text = AddressText.of(address);
            x.client().state(REMOTE, text);
        }
        return text;
    }

    private static AddressText local(Exchange x) {
        SocketAddress address = x.client().localAddress();
        AddressText text = x.client().state(LOCAL);
        if (text == null || text.of() != address) {
            text = AddressText.of(address);
            x.client().state(LOCAL, text);
        }
        return text;
    }

    /**
     * An address as variables show it.
     *
     * @param octets in network order; for a Unix socket the text
     * @param port -1 for a Unix socket
     */
    private record AddressText(SocketAddress of, byte[] text, byte[] octets, int port) {

        static AddressText of(SocketAddress address) {
            if (address instanceof InetSocketAddress ip) {
                InetAddress number = ip.getAddress();
                byte[] octets = number.getAddress();
                String text = number instanceof Inet6Address ? Ipv6Text.of(octets) : number.getHostAddress();
                return new AddressText(address, Output.ascii(text), octets, ip.getPort());
            }
            byte[] unix = Output.ascii("unix:" + (address == null ? "" : address));
            return new AddressText(address, unix, unix, -1);
        }

        /** A Unix socket has an empty one. */
        boolean writePort(Output to) {
            if (port >= 0) {
                to.number(port);
            }
            return true;
        }
    }
}
