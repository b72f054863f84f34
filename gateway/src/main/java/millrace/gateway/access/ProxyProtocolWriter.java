package millrace.gateway.access;

import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import millrace.gateway.balance.Ipv6Text;
import millrace.http.codec.Output;

/** Writes the header that tells an upstream of the client: {@link ProxyProtocol}. */
public final class ProxyProtocolWriter {
    private static final byte[] SIGNATURE = {'\r', '\n', '\r', '\n', 0, '\r', '\n', 'Q', 'U', 'I', 'T', '\n'};
    private static final byte[] UNKNOWN = Output.ascii("PROXY UNKNOWN\r\n");
    private static final byte[] LOCAL = {0x20, 0, 0, 0};

    private ProxyProtocolWriter() {}

    /** As a line. Without two addresses of one family, all there is to say is that the client is unknown. */
    public static void version1(Output to, SocketAddress source, SocketAddress destination) {
        if (!(source instanceof InetSocketAddress from)
                || !(destination instanceof InetSocketAddress at)
                || isSix(from) != isSix(at)) {
            to.put(UNKNOWN);
            return;
        }
        to.utf8(isSix(from) ? "PROXY TCP6 " : "PROXY TCP4 ");
        to.utf8(host(from)).utf8(" ").utf8(host(at)).utf8(" ");
        to.number(from.getPort()).utf8(" ").number(at.getPort()).crlf();
    }

    /** In binary. Without two addresses of one family it says that the connection is the gateway's own. */
    public static void version2(Output to, SocketAddress source, SocketAddress destination) {
        to.put(SIGNATURE);
        if (!(source instanceof InetSocketAddress from)
                || !(destination instanceof InetSocketAddress at)
                || isSix(from) != isSix(at)) {
            to.put(LOCAL);
            return;
        }
        byte[] one = from.getAddress().getAddress();
        byte[] other = at.getAddress().getAddress();
        int length = 2 * one.length + 4;
        to.put(new byte[] {0x21, (byte) (isSix(from) ? 0x21 : 0x11), 0, (byte) length});
        to.put(one).put(other).put(port(from)).put(port(at));
    }

    private static boolean isSix(InetSocketAddress address) {
        return !(address.getAddress() instanceof Inet4Address);
    }

    /** Without the interface that a link-local address is meant for: that is this machine's affair. */
    private static String host(InetSocketAddress address) {
        return isSix(address) ? Ipv6Text.of(address.getAddress().getAddress()) : address.getAddress().getHostAddress();
    }

    private static byte[] port(InetSocketAddress address) {
        return new byte[] {(byte) (address.getPort() >> 8), (byte) address.getPort()};
    }
}
