package millrace.bench.client;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * The server under test. Immutable; any thread.
 *
 * @param url as it is shown
 * @param host for the field {@code Host}
 * @param path of the request, with its query
 * @param addresses where it may be; at least one
 */
public record Target(String url, String host, String path, List<SocketAddress> addresses) {
    private static final int HTTP = 80;

    /**
     * Looks a URL's host up; blocks while it does. {@code http://} may be left out, and of the host all but the port.
     *
     * @param socketPath of a Unix socket to connect to instead, or {@code null}
     * @throws IllegalArgumentException when the URL makes no sense, is of a protocol that is not there, or its host has
     *     no address
     */
    public static Target of(String url, Path socketPath) {
        String whole = url.contains("://") ? url : "http://" + (url.startsWith(":") ? "localhost" : "") + url;
        URI uri;
        try {
            uri = URI.create(whole);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("\"" + url + "\" is no URL: " + e.getMessage(), e);
        }
        String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
        if (!scheme.equals("http")) {
            throw new IllegalArgumentException(
                    "only http:// URLs can be tested so far, and \"" + url + "\" is not one");
        }
        if (uri.getHost() == null || uri.getPort() > 65_535) {
            throw new IllegalArgumentException("\"" + url + "\" names no host: http://HOST:PORT/PATH is expected");
        }
        String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
        String path = (uri.getRawPath().isEmpty() ? "/" : uri.getRawPath()) + query;
        int port = uri.getPort() < 0 ? HTTP : uri.getPort();
        String host = uri.getHost() + (port == HTTP ? "" : ":" + port);
        List<SocketAddress> addresses = socketPath == null
                ? lookUp(uri.getHost(), port)
                : List.of(UnixDomainSocketAddress.of(socketPath));
        return new Target(whole, host, path, addresses);
    }

    private static List<SocketAddress> lookUp(String host, int port) {
        try {
            String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
            return Arrays.stream(InetAddress.getAllByName(bare))
                    .map(address -> (SocketAddress) new InetSocketAddress(address, port))
                    .toList();
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("the host \"" + host + "\" has no address: is it spelt right?", e);
        }
    }

    /** One address after the other, and around. */
    SocketAddress address(int attempt) {
        return addresses.get(Math.floorMod(attempt, addresses.size()));
    }
}
