package millrace.gateway.port;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import millrace.gateway.config.ConfigException;
import millrace.gateway.config.Statement;

/** Reads addresses as {@code listen} writes them. */
final class ListenAddress {
    private static final Pattern RANGE = Pattern.compile("(.*:|)([0-9]{1,5})-([0-9]{1,5})");

    private ListenAddress() {}

    /** One, or one for each port of a range. */
    static List<SocketAddress> parseAll(Statement s, String text, int defaultPort) throws ConfigException {
        Matcher range = RANGE.matcher(text);
        if (text.startsWith("unix:") || !range.matches()) {
            return List.of(parse(s, text, defaultPort));
        }
        int first = Integer.parseInt(range.group(2));
        int last = Integer.parseInt(range.group(3));
        if (first > last || last > 65535) {
            throw invalid(s, "port range", text);
        }
        List<SocketAddress> all = new ArrayList<>();
        for (int port = first; port <= last; port++) {
            all.add(parse(s, range.group(1) + port, defaultPort));
        }
        return all;
    }

    private static SocketAddress parse(Statement s, String text, int defaultPort) throws ConfigException {
        if (text.startsWith("unix:")) {
            return UnixDomainSocketAddress.of(text.substring(5));
        }
        if (text.startsWith("[")) {
            int end = text.indexOf(']');
            if (end < 0) {
                throw invalid(s, "host", text);
            }
            String rest = text.substring(end + 1);
            return at(s, text, text.substring(0, end + 1), rest.startsWith(":") ? rest.substring(1) : "", defaultPort);
        }
        int colon = text.lastIndexOf(':');
        if (colon >= 0) {
            return at(s, text, text.substring(0, colon), text.substring(colon + 1), defaultPort);
        }
        boolean isPort = !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
        return isPort ? at(s, text, "*", text, defaultPort) : at(s, text, text, "", defaultPort);
    }

    private static SocketAddress at(Statement s, String text, String host, String port, int defaultPort)
            throws ConfigException {
        int number = defaultPort;
        if (!port.isEmpty()) {
            try {
                number = Integer.parseInt(port);
            } catch (NumberFormatException e) {
                throw invalid(s, "port", text);
            }
            if (number < 1 || number > 65535) {
                throw invalid(s, "port", text);
            }
        }
        if (number == 0) {
            throw s.error("no port in \"" + text + "\" of the \"listen\" directive");
        }
        try {
            return new InetSocketAddress(InetAddress.getByName(host.equals("*") ? "0.0.0.0" : host), number);
        } catch (UnknownHostException e) {
            throw s.error("host not found in \"" + text + "\" of the \"listen\" directive");
        }
    }

    private static ConfigException invalid(Statement s, String what, String text) {
        return s.error("invalid " + what + " in \"" + text + "\" of the \"listen\" directive");
    }
}
