package millrace.loop;

import java.util.EnumMap;
import java.util.Map;
import millrace.os.OsException;
import millrace.os.SocketOption;

/**
 * How a listening socket is set up, or one that receives datagrams.
 *
 * @param backlog connections that may wait to be accepted; the kernel cuts it to {@code net.core.somaxconn}
 * @param reusePort several sockets may listen on the address, and the kernel spreads connections over them
 * @param ipv6Only an IPv6 wildcard address does not take IPv4 connections
 * @param noDelay connections send small pieces at once ({@code TCP_NODELAY})
 * @param deferAcceptSeconds connections without a first byte stay in the kernel so long; 0 accepts them at once
 * @param fastOpenQueue connections that may carry data in their SYN; 0 switches that off
 * @param further options with their values, which accepted connections inherit: buffers, keep-alive
 */
public record ListenOptions(int backlog, boolean reusePort, boolean ipv6Only, boolean noDelay, int deferAcceptSeconds,
        int fastOpenQueue, Map<SocketOption, Integer> further) {

    public static final ListenOptions DEFAULT = new ListenOptions(4096, false, false, true, 0, 0, Map.of());

    public ListenOptions withBacklog(int connections) {
        return new ListenOptions(connections, reusePort, ipv6Only, noDelay, deferAcceptSeconds, fastOpenQueue, further);
    }

    public ListenOptions withReusePort(boolean on) {
        return new ListenOptions(backlog, on, ipv6Only, noDelay, deferAcceptSeconds, fastOpenQueue, further);
    }

    public ListenOptions withIpv6Only(boolean on) {
        return new ListenOptions(backlog, reusePort, on, noDelay, deferAcceptSeconds, fastOpenQueue, further);
    }

    public ListenOptions withDeferAccept(int seconds) {
        return new ListenOptions(backlog, reusePort, ipv6Only, noDelay, seconds, fastOpenQueue, further);
    }

    public ListenOptions withFastOpen(int queue) {
        return new ListenOptions(backlog, reusePort, ipv6Only, noDelay, deferAcceptSeconds, queue, further);
    }

    /** With one more of {@link #further}. */
    public ListenOptions with(SocketOption option, int value) {
        Map<SocketOption, Integer> more = new EnumMap<>(SocketOption.class);
        more.putAll(further);
        more.put(option, value);
        return new ListenOptions(backlog, reusePort, ipv6Only, noDelay, deferAcceptSeconds, fastOpenQueue, Map.copyOf(more));
    }

    /**
     * Sets {@link #further} on a socket, which may listen already.
     *
     * @param action what this is for, for the error
     */
    public void setFurther(int fd, String action) throws OsException {
        for (Map.Entry<SocketOption, Integer> each : further.entrySet()) {
            OsException.check(each.getKey().set(fd, each.getValue()), action + ": set " + each.getKey());
        }
    }
}
