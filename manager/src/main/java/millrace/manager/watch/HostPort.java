package millrace.manager.watch;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import millrace.offload.dns.Dns;

/**
 * Where a probe goes: {@code host:port}, {@code [::1]:port}, {@code :port} or a port alone, of this machine then.
 *
 * @param host a name or an address without brackets
 */
record HostPort(String host, int port) {
    /** What most servers listen on, be it that or all addresses. */
    private static final String HERE = "127.0.0.1";

    private static final int MOST = 65_535;

    /**
     * @param otherwise the port when none is given, or 0 to insist
     * @throws IllegalArgumentException when it is no such thing
     */
    static HostPort of(String text, int otherwise) {
        int colon = text.lastIndexOf(':');
        boolean isAddress = text.endsWith("]");
        boolean isPort = colon < 0 && otherwise == 0;
        String host = isPort ? "" : colon < 0 || isAddress ? text : text.substring(0, colon);
        String port = isPort ? text : colon < 0 || isAddress ? Integer.toString(otherwise) : text.substring(colon + 1);
        if (!port.matches("[0-9]{1,5}") || Integer.parseInt(port) < 1 || Integer.parseInt(port) > MOST) {
            throw new IllegalArgumentException("\"" + text + "\" has no port: give host:port");
        }
        String plain = host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
        return new HostPort(plain.isEmpty() || plain.equals("localhost") ? HERE : plain, Integer.parseInt(port));
    }

    private boolean isAddress() {
        return host.indexOf(':') >= 0 || host.matches("[0-9.]+");
    }

    /** Whether it is sure to be this machine. */
    boolean isHere() {
        return isAddress() && InetAddress.ofLiteral(host).isLoopbackAddress();
    }

    /** The addresses to try, on the loop that asks; of a name what the machine's resolver says. */
    CompletionStage<List<InetAddress>> addresses() {
        if (isAddress()) {
            return CompletableFuture.completedStage(List.of(InetAddress.ofLiteral(host)));
        }
        return Dns.system(host);
    }

    InetSocketAddress at(InetAddress address) {
        return new InetSocketAddress(address, port);
    }

    @Override
    public String toString() {
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }
}
