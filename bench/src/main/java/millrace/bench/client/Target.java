package millrace.bench.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.net.IDN;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.URLDecoder;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The server under test. Immutable; any thread.
 *
 * @param url as it is shown: without a password
 * @param secure whether it is spoken to by TLS
 * @param name the host alone, without brackets
 * @param host for the field {@code Host}
 * @param path of the request, with its query
 * @param credentials what the URL has before the host, {@code user:password}, or {@code null}
 * @param addresses where it may be; at least one
 */
public record Target(
        String url,
        boolean secure,
        String name,
        String host,
        String path,
        String credentials,
        List<SocketAddress> addresses) {
    private static final int HTTP = 80;
    private static final int HTTPS = 443;
    private static final int LAST_PORT = 65_535;

    /** Source: RFC 3986, appendix B; names with an underscore, which many networks have, are names here. */
    private static final Pattern URL = Pattern.compile("(?<scheme>https?|wss?)://(?:(?<user>[^/?#]*)@)?"
            + "(?<host>\\[[0-9A-Fa-f:.]+(?:%\\w+)?]|[\\p{L}\\p{N}._~-]+)(?::(?<port>\\d{0,5}))?"
            + "(?<path>/[^?#]*)?(?<query>\\?[^#]*)?(?:#.*)?", Pattern.CASE_INSENSITIVE);

    private static final Pattern IPV4 = Pattern.compile("[0-9.]+");
    /** What a request line must not have as it is; so is all that is no letter of ASCII. */
    private static final String ESCAPED = "\"<>\\^`{|}";

    /**
     * Looks a URL's host up; blocks while it does. {@code http://} may be left out, and of the host all but the port.
     * What cannot be in a URL as it is gets escaped in path and query, as in a browser.
     *
     * @param socketPath of a Unix socket to connect to instead, or {@code null}
     * @throws IllegalArgumentException when the URL makes no sense, is of a protocol that is not there, or its host has
     *     no address
     */
    public static Target of(String url, Path socketPath) {
        String whole = url.contains("://") ? url : "http://" + (url.startsWith(":") ? "localhost" : "") + url;
        if (!whole.regionMatches(true, 0, "http", 0, 4) && !whole.regionMatches(true, 0, "ws", 0, 2)) {
            throw new IllegalArgumentException(
                    "only http://, https://, ws:// and wss:// URLs can be tested, and \"" + url + "\" is none of these");
        }
        Matcher parts = URL.matcher(whole);
        if (!parts.matches()) {
            throw new IllegalArgumentException(
                    "\"" + url + "\" is no URL: http://HOST:PORT/PATH is expected");
        }
        boolean secure = parts.group("scheme").toLowerCase(Locale.ROOT).matches("https|wss");
        int usual = secure ? HTTPS : HTTP;
        String given = parts.group("port");
        int port = given == null || given.isEmpty() ? usual : Integer.parseInt(given);
        if (port > LAST_PORT) {
            throw new IllegalArgumentException("\"" + url + "\" has no port: they end at " + LAST_PORT);
        }
        String name = name(parts.group("host"));
        String host = (name.contains(":") ? "[" + name + "]" : name) + (port == usual ? "" : ":" + port);
        String path = escaped((parts.group("path") == null ? "/" : parts.group("path"))
                + (parts.group("query") == null ? "" : parts.group("query")));
        String user = parts.group("user");
        List<SocketAddress> addresses = socketPath == null
                ? lookUp(name, port)
                : List.of(UnixDomainSocketAddress.of(socketPath));
        return new Target(user == null ? whole : whole.replace(user + "@", ""), secure, name, host, path,
                user == null ? null : URLDecoder.decode(user.replace("+", "%2B"), UTF_8), addresses);
    }

    private static String name(String host) {
        return host.startsWith("[") ? host.substring(1, host.length() - 1)
                : IDN.toASCII(host, IDN.ALLOW_UNASSIGNED).toLowerCase(Locale.ROOT);
    }

    private static String escaped(String text) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte b : text.getBytes(UTF_8)) {
            if (b > ' ' && b < 127 && ESCAPED.indexOf(b) < 0) {
                out.write(b);
            } else {
                out.writeBytes(String.format("%%%02X", b).getBytes(UTF_8));
            }
        }
        return out.toString(UTF_8);
    }

    private static List<SocketAddress> lookUp(String name, int port) {
        try {
            return Arrays.stream(InetAddress.getAllByName(name))
                    .map(address -> (SocketAddress) new InetSocketAddress(address, port))
                    .toList();
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("the host \"" + name + "\" has no address: is it spelt right?", e);
        }
    }

    /** Whether the host is an address, and so no name that TLS could ask for. */
    boolean isAddress() {
        return name.contains(":") || IPV4.matcher(name).matches();
    }

    /** Whether a WebSocket is to be opened there. */
    public boolean isWebSocket() {
        return url.regionMatches(true, 0, "ws", 0, 2);
    }

    /** {@code https://host:port}, by which requests of the same server are known. */
    public String origin() {
        return (secure ? "https://" : "http://") + host;
    }

    /** One address after the other, and around. */
    SocketAddress address(int attempt) {
        return addresses.get(Math.floorMod(attempt, addresses.size()));
    }
}
