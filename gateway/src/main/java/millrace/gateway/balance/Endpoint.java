package millrace.gateway.balance;

import java.net.SocketAddress;

/**
 * One address of a {@code server} line; a name may have several.
 *
 * @param weight its own weight, as SRV records have it; 0 for that of the line
 * @param backup whether it is a backup although the line does not say so (an SRV record of lesser priority)
 */
public record Endpoint(SocketAddress address, int weight, boolean backup) {
    public static Endpoint of(SocketAddress address) {
        return new Endpoint(address, 0, false);
    }
}
