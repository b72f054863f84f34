package millrace.gateway.stream;

import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import millrace.gateway.config.Scope;
import millrace.gateway.pattern.Captures;
import millrace.gateway.route.ServerNameSettings;
import millrace.gateway.route.ServerNames;
import millrace.regex.RegexBudgetExceeded;

/**
 * Who is served at one door of {@code stream}, as of one configuration. Immutable.
 *
 * @param otherwise the default server
 * @param ssl whether sessions begin with a handshake
 * @param proxyProtocol whether they begin with a header of the PROXY protocol
 * @param single whether there is no other server
 * @param narrower of a wildcard: who is served at single addresses that it covers
 */
record StreamServers(Scope otherwise, ServerNames<ServerNameSettings.Found> names, boolean ssl, boolean proxyProtocol,
        boolean single, Map<SocketAddress, StreamServers> narrower) {
    StreamServers at(Session session) {
        return narrower.isEmpty() ? this : narrower.getOrDefault(session.localAddress(), this);
    }

    /** The server of a name; {@code null} if it is none of these. */
    ServerNameSettings.Found named(String name, Captures captures) {
        byte[] octets = name.toLowerCase(Locale.ROOT).getBytes(StandardCharsets.ISO_8859_1);
        try {
            return names.findNamed(octets, 0, octets.length, captures);
        } catch (RegexBudgetExceeded hard) {
            return null;
        }
    }
}
