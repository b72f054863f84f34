package millrace.gateway.port;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.util.ArrayList;
import java.util.List;
import millrace.gateway.config.ConfigException;
import millrace.gateway.config.Place;
import millrace.gateway.config.Statement;
import millrace.gateway.config.Values;
import millrace.loop.ListenOptions;
import millrace.os.SocketOption;

/**
 * One {@code listen} of a server. Immutable.
 *
 * @param explicit whether it says how the socket is made: then it is the one of its address whose options count
 */
public record Listen(Door door, ListenOptions options, boolean isDefault, boolean proxyProtocol, boolean ssl, boolean http2,
        boolean explicit, Place place) {
    private static final int PORT = 80;
    private static final int NO_PORT = 0;

    /** For a server that does not say where it listens: port 80, or 8000 without the right to that. */
    public static Listen usual() {
        int port = "root".equals(System.getProperty("user.name")) ? PORT : 8000;
        return new Listen(Door.of(new InetSocketAddress("0.0.0.0", port)), ListenOptions.DEFAULT, false, false, false, false, false, null);
    }

    /** One of {@code http}, or one for each port of a range. */
    public static List<Listen> parse(Statement s) throws ConfigException {
        return parse(s, PORT);
    }

    /** One of {@code stream}, which names a port, or one for each port of a range. */
    public static List<Listen> parseOfStream(Statement s) throws ConfigException {
        return parse(s, NO_PORT);
    }

    private static List<Listen> parse(Statement s, int port) throws ConfigException {
        List<Listen> all = new ArrayList<>();
        for (SocketAddress address : ListenAddress.parseAll(s, s.arg(0), port)) {
            all.add(parse(s, address, port == NO_PORT));
        }
        return all;
    }

    private static Listen parse(Statement s, SocketAddress address, boolean stream) throws ConfigException {
        ListenOptions options = ListenOptions.DEFAULT.withBacklog(511).withIpv6Only(true);
        boolean isDefault = false;
        boolean proxyProtocol = false;
        boolean ssl = false;
        boolean http2 = false;
        boolean datagrams = false;
        boolean explicit = false;
        List<String> words = s.args().subList(1, s.args().size());
        for (String word : words) {
            switch (word) {
                case "default_server", "default" -> isDefault = true;
                case "proxy_protocol" -> proxyProtocol = true;
                case "bind" -> explicit = true;
                case "ssl" -> ssl = true;
                case "udp" -> datagrams = stream;
                case "http2" -> http2 = true;
                case "quic" ->
                    throw s.error("the \"quic\" parameter of \"listen\" is not there yet", "HTTP/1.1 and HTTP/2 are");
                default -> {
                    options = option(s, word, options, address);
                    explicit = true;
                }
            }
            if (word.equals("udp") && !stream) {
                throw s.error("invalid parameter \"udp\"", "it belongs to servers of stream");
            }
            if (http2 && stream) {
                throw s.error("invalid parameter \"http2\"", "it belongs to servers of http");
            }
        }
        if (datagrams) {
            check(s, ssl, address);
        }
        return new Listen(new Door(address, datagrams), options, isDefault, proxyProtocol, ssl, http2, explicit, s.place());
    }

    private static void check(Statement s, boolean ssl, SocketAddress address) throws ConfigException {
        if (ssl) {
            throw s.error("\"ssl\" parameter is incompatible with \"udp\"");
        }
        if (s.args().contains("proxy_protocol")) {
            throw s.error("\"proxy_protocol\" parameter is incompatible with \"udp\"");
        }
        for (String name : List.of("backlog", "fastopen", "so_keepalive")) {
            if (s.args().stream().anyMatch(word -> word.startsWith(name + "="))) {
                throw s.error("\"" + name + "\" parameter is incompatible with \"udp\"");
            }
        }
        if (address instanceof UnixDomainSocketAddress) {
            throw s.error("invalid parameter \"udp\"", "datagrams come by an IP address");
        }
    }

    public SocketAddress address() {
        return door.address();
    }

    private static ListenOptions option(Statement s, String word, ListenOptions options, SocketAddress address)
            throws ConfigException {
        int equals = word.indexOf('=');
        String name = equals < 0 ? word : word.substring(0, equals);
        String value = equals < 0 ? "" : word.substring(equals + 1);
        return switch (name) {
            case "reuseport" -> options.withReusePort(true);
            case "backlog" -> options.withBacklog(positive(s, word, value));
            case "fastopen" -> options.withFastOpen(positive(s, word, value));
            case "deferred" -> options.withDeferAccept(1);
            case "ipv6only" -> {
                if (!(address instanceof InetSocketAddress inet) || inet.getAddress().getAddress().length != 16) {
                    throw s.error("ipv6only is not supported on addr \"" + s.arg(0) + "\"");
                }
                yield options.withIpv6Only(value.equals("on"));
            }
            case "rcvbuf" -> options.with(SocketOption.SO_RCVBUF, bytes(s, word, value));
            case "sndbuf" -> options.with(SocketOption.SO_SNDBUF, bytes(s, word, value));
            case "so_keepalive" -> keepAlive(s, value, options);
            // Other systems' affairs.
            case "accept_filter", "setfib" -> options;
            default -> throw s.error("invalid parameter \"" + word + "\"",
                    "default_server, backlog=, rcvbuf=, sndbuf=, reuseport, deferred, fastopen=, so_keepalive=, ipv6only=,"
                            + " proxy_protocol, ssl, bind");
        };
    }

    private static int bytes(Statement s, String word, String value) throws ConfigException {
        long bytes = Values.bytes(value);
        if (bytes <= 0 || bytes > Integer.MAX_VALUE) {
            throw s.error("invalid " + word.substring(0, word.indexOf('=')) + " value \"" + value + "\"", "bytes, or with k or m");
        }
        return (int) bytes;
    }

    /** {@code on}, {@code off} or {@code idle:interval:count}, of which any may be left out. */
    private static ListenOptions keepAlive(Statement s, String value, ListenOptions options) throws ConfigException {
        if (value.equals("on") || value.equals("off")) {
            return options.with(SocketOption.SO_KEEPALIVE, value.equals("on") ? 1 : 0);
        }
        String[] parts = value.split(":", -1);
        if (parts.length < 2 || parts.length > 3 || String.join("", parts).isEmpty()) {
            throw s.error("invalid so_keepalive value: \"" + value + "\"", "on, off or [keepidle]:[keepintvl]:[keepcnt]");
        }
        SocketOption[] times = {SocketOption.TCP_KEEPIDLE, SocketOption.TCP_KEEPINTVL};
        ListenOptions result = options.with(SocketOption.SO_KEEPALIVE, 1);
        for (int i = 0; i < parts.length; i++) {
            if (!parts[i].isEmpty()) {
                result = i < times.length
                        ? result.with(times[i], (int) Math.clamp(Values.seconds(s, parts[i]), 1, Short.MAX_VALUE))
                        : result.with(SocketOption.TCP_KEEPCNT, positive(s, "so_keepalive=" + value, parts[i]));
            }
        }
        return result;
    }

    private static int positive(Statement s, String word, String value) throws ConfigException {
        try {
            int number = Integer.parseInt(value);
            if (number > 0) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw s.error("invalid parameter \"" + word + "\"", "a number");
        }
        throw s.error("invalid parameter \"" + word + "\"", "a number above 0");
    }

    public boolean isUnix() {
        return address() instanceof UnixDomainSocketAddress;
    }
}
