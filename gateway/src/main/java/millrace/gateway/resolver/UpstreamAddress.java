package millrace.gateway.resolver;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import millrace.gateway.config.ConfigException;
import millrace.gateway.config.Digits;
import millrace.gateway.config.Place;

/**
 * Where an upstream is, as {@code server} and {@code proxy_pass} write it: {@code host[:port]}, {@code [::1]:port} or
 * {@code unix:path}. Complaints are nginx's.
 *
 * @param text as it is written
 * @param host without brackets; a path for a Unix socket
 * @param port the written one, else the default
 */
public record UpstreamAddress(String text, String host, int port, boolean hasPort, boolean isUnix) {
    /** The longest path that a socket address holds, with its final zero. */
    private static final int UNIX_PATH = 108;

    private static final int LAST_PORT = 65_535;

    /** @throws ConfigException as {@code invalid port in upstream "x:0"} */
    public static UpstreamAddress parse(String text, int defaultPort, Place place) throws ConfigException {
        if (text.regionMatches(true, 0, "unix:", 0, 5)) {
            return unix(text, place);
        }
        int end;
        String host;
        if (text.startsWith("[")) {
            end = text.indexOf(']') + 1;
            check(end > 0, "invalid host", text, place);
            host = text.substring(1, end - 1);
            check(!host.isEmpty(), "no host", text, place);
        } else {
            int colon = text.indexOf(':');
            end = colon < 0 ? text.length() : colon;
            host = text.substring(0, end);
        }
        check(host.indexOf('/') < 0 && host.indexOf('?') < 0, "invalid host", text, place);
        if (end == text.length()) {
            check(!host.isEmpty(), "no host", text, place);
            return new UpstreamAddress(text, host, defaultPort, false, false);
        }
        int port = text.charAt(end) == ':' ? port(text.substring(end + 1)) : -1;
        check(port > 0, "invalid port", text, place);
        check(!host.isEmpty(), "no host", text, place);
        return new UpstreamAddress(text, host, port, true, false);
    }

    private static UpstreamAddress unix(String text, Place place) throws ConfigException {
        String path = text.substring(5);
        check(!path.isEmpty(), "no path in the unix domain socket", text, place);
        check(path.length() < UNIX_PATH, "too long path in the unix domain socket", text, place);
        return new UpstreamAddress(text, path, 0, false, true);
    }

    private static int port(String digits) {
        int port = Digits.number(digits);
        return port <= LAST_PORT ? port : -1;
    }

    private static void check(boolean right, String wrong, String text, Place place) throws ConfigException {
        if (!right) {
            throw new ConfigException(place, wrong + " in upstream \"" + text + "\"");
        }
    }

    /**
     * All addresses of it, by the system's means. Waits for an answer if it is a name: for reading a configuration.
     *
     * @throws ConfigException {@code host not found in upstream "x"}
     */
    public List<SocketAddress> resolve(Place place) throws ConfigException {
        if (isUnix) {
            return List.of(UnixDomainSocketAddress.of(host));
        }
        try {
            List<SocketAddress> all = new ArrayList<>();
            for (InetAddress address : InetAddress.getAllByName(host)) {
                all.add(new InetSocketAddress(address, port));
            }
            return all;
        } catch (UnknownHostException e) {
            throw new ConfigException(place, "host not found in upstream \"" + text + "\"",
                    "no upstream block is called so, and no host either");
        }
    }
}
