package millrace.loop;

/**
 * How a listening socket is set up.
 *
 * @param backlog connections that may wait to be accepted; the kernel cuts it to {@code net.core.somaxconn}
 * @param reusePort several sockets may listen on the address, and the kernel spreads connections over them
 * @param ipv6Only an IPv6 wildcard address does not take IPv4 connections
 * @param noDelay connections send small pieces at once ({@code TCP_NODELAY})
 * @param deferAcceptSeconds connections without a first byte stay in the kernel so long; 0 accepts them at once
 * @param fastOpenQueue connections that may carry data in their SYN; 0 switches that off
 */
public record ListenOptions(
        int backlog, boolean reusePort, boolean ipv6Only, boolean noDelay, int deferAcceptSeconds, int fastOpenQueue) {

    public static final ListenOptions DEFAULT = new ListenOptions(4096, false, false, true, 0, 0);

    public ListenOptions withBacklog(int connections) {
        return new ListenOptions(connections, reusePort, ipv6Only, noDelay, deferAcceptSeconds, fastOpenQueue);
    }

    public ListenOptions withReusePort(boolean on) {
        return new ListenOptions(backlog, on, ipv6Only, noDelay, deferAcceptSeconds, fastOpenQueue);
    }

    public ListenOptions withIpv6Only(boolean on) {
        return new ListenOptions(backlog, reusePort, on, noDelay, deferAcceptSeconds, fastOpenQueue);
    }

    public ListenOptions withDeferAccept(int seconds) {
        return new ListenOptions(backlog, reusePort, ipv6Only, noDelay, seconds, fastOpenQueue);
    }

    public ListenOptions withFastOpen(int queue) {
        return new ListenOptions(backlog, reusePort, ipv6Only, noDelay, deferAcceptSeconds, queue);
    }
}
