package millrace.gateway.server;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import millrace.gateway.config.ConfigException;
import millrace.gateway.config.Scope;
import millrace.gateway.exchange.Exchange;
import millrace.gateway.exchange.StateKey;
import millrace.gateway.pattern.Captures;
import millrace.gateway.route.HostName;
import millrace.gateway.route.ServerNameSettings;
import millrace.gateway.route.ServerNames;
import millrace.http.codec.RequestHead;
import millrace.regex.RegexBudgetExceeded;

/** Finds the virtual server of a request by the name that it asks for. Any loop. */
final class ServerChoice {
    private static final StateKey<HostName> HOST = StateKey.create();

    private final ServerNames<ServerNameSettings.Found> names;

    private ServerChoice(ServerNames<ServerNameSettings.Found> names) {
        this.names = names;
    }

    /**
     * The choice among the servers of one address.
     *
     * @param otherwise whose the requests are that name none of them
     * @param address for complaints
     */
    static ServerChoice among(List<Scope> servers, Scope otherwise, String address) throws ConfigException {
        ServerNameSettings.Found usual = new ServerNameSettings.Found(otherwise, null);
        ServerNames.Builder<ServerNameSettings.Found> names = new ServerNames.Builder<>(usual);
        for (Scope server : servers) {
            ServerNameSettings.Found found =
                    server == otherwise ? usual : new ServerNameSettings.Found(server, null);
            server.get(ServerNameSettings.KEY).enter(names, found, address);
        }
        return new ServerChoice(names.build());
    }

    /** The server, or {@code null} when the name could be nobody's. */
    Scope choose(Exchange x) {
        RequestHead head = x.ownHead();
        byte[] b = head.fields().buffer();
        int from = head.authorityStart();
        int to = head.authorityEnd();
        if (head.hostLine() >= 0 && from == to) {
            from = head.fields().valueStart(head.hostLine());
            to = head.fields().valueEnd(head.hostLine());
        } else if (from == to) {
            return found(x, b, 0, 0);
        }
        HostName host = x.loop().state(HOST, loop -> new HostName());
        if (!host.read(b, from, to)) {
            return null;
        }
        if (host.bytes() == b) {
            x.host().set(b, host.start(), host.end());
        } else {
            x.host().set(Arrays.copyOfRange(host.bytes(), host.start(), host.end()), 0, host.end() - host.start());
        }
        return found(x, host.bytes(), host.start(), host.end());
    }

    /** The server that a client's handshake is for, in lower case; {@code null} if it is nobody's. */
    Scope named(String name) {
        byte[] octets = name.getBytes(StandardCharsets.ISO_8859_1);
        try {
            ServerNameSettings.Found found = names.findNamed(octets, 0, octets.length, new Captures());
            return found == null ? null : found.server();
        } catch (RegexBudgetExceeded hard) {
            return null;
        }
    }

    private Scope found(Exchange x, byte[] bytes, int from, int to) {
        ServerNameSettings.Found found;
        try {
            found = names.find(bytes, from, to, x.captures());
        } catch (RegexBudgetExceeded hard) {
            return null;
        }
        found.matched(x);
        return found.server();
    }
}
