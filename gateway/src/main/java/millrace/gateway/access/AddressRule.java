package millrace.gateway.access;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import millrace.gateway.config.ConfigException;
import millrace.gateway.config.Statement;
import millrace.gateway.variable.Address;
import millrace.gateway.variable.Network;

/**
 * Which addresses are meant: {@code all}, {@code unix:}, an address, or a network.
 *
 * @param network {@code null} for all and for Unix sockets
 */
record AddressRule(boolean all, boolean unix, Network network) {
    static AddressRule parse(Statement s, String text) throws ConfigException {
        if (text.equals("all")) {
            return new AddressRule(true, false, null);
        }
        if (text.equals("unix:")) {
            return new AddressRule(false, true, null);
        }
        Network network = Network.parse(text);
        if (network == null) {
            throw s.error("invalid parameter \"" + text + "\"", "an address, a network such as 10.0.0.0/8, unix: or all");
        }
        return new AddressRule(false, false, network);
    }

    /**
     * @param address {@code null} or a Unix address for a client of a Unix socket
     */
    boolean has(SocketAddress address) {
        if (all) {
            return true;
        }
        if (address instanceof InetSocketAddress inet) {
            return network != null && network.has(Address.of(inet.getAddress()));
        }
        return unix && (address == null || address instanceof UnixDomainSocketAddress);
    }
}
