package millrace.gateway.port;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import millrace.gateway.config.ConfigException;
import millrace.gateway.config.Scope;
import millrace.loop.ListenOptions;
import millrace.loop.ListeningSocket;

/** Which servers listen on which doors, as the {@code listen} lines of one block say it. For reading a configuration. */
public final class Listens {
    private record Member(Listen listen, Scope server) {}

    /**
     * Those of one door.
     *
     * @param otherwise the default server
     * @param servers all of them, in the order of the files
     * @param ssl whether it is encrypted
     * @param http2 whether a line says that HTTP/2 is spoken by all of them
     * @param proxyProtocol whether connections begin with a header of the PROXY protocol
     */
    public record Shared(Door door, ListenOptions options, Scope otherwise, List<Scope> servers, boolean ssl,
            boolean http2, boolean proxyProtocol) {}

    private final Map<Door, List<Member>> members = new LinkedHashMap<>();

    /** The lines of one server. */
    public void add(Scope server, List<Listen> listens) throws ConfigException {
        for (Listen listen : listens) {
            List<Member> others = members.computeIfAbsent(listen.door(), a -> new ArrayList<>());
            for (Member other : others) {
                String text = ListeningSocket.text(listen.address());
                if (other.server == server) {
                    throw duplicate("a duplicate listen " + text, listen);
                }
                if (listen.isDefault() && other.listen.isDefault()) {
                    throw duplicate("a duplicate default server for " + text, listen);
                }
                if (listen.explicit() && other.listen.explicit()) {
                    throw duplicate("duplicate listen options for " + text, listen);
                }
            }
            others.add(new Member(listen, server));
        }
    }

    private static ConfigException duplicate(String what, Listen listen) {
        return new ConfigException(listen.place(), what);
    }

    /** Door by door, in the order of the files. */
    public List<Shared> all() {
        return members.entrySet().stream().map(each -> shared(each.getKey(), each.getValue())).toList();
    }

    private static Shared shared(Door door, List<Member> members) {
        Member first = members.getFirst();
        ListenOptions options = first.listen.options();
        for (Member each : members) {
            if (each.listen.isDefault()) {
                first = each;
            }
            if (each.listen.explicit()) {
                options = each.listen.options();
            }
        }
        return new Shared(door, options, first.server, members.stream().map(Member::server).toList(),
                members.stream().anyMatch(each -> each.listen.ssl()),
                members.stream().anyMatch(each -> each.listen.http2()),
                members.stream().anyMatch(each -> each.listen.proxyProtocol()));
    }

    /** Whether a socket of one address takes all that is meant for another: the two cannot both listen. */
    public static boolean covers(Door wildcard, Door other) {
        return !wildcard.equals(other)
                && wildcard.datagrams() == other.datagrams()
                && covers(wildcard.address(), other.address());
    }

    private static boolean covers(SocketAddress wildcard, SocketAddress other) {
        return wildcard instanceof InetSocketAddress all
                && other instanceof InetSocketAddress one
                && all.getAddress().isAnyLocalAddress()
                && all.getPort() == one.getPort()
                && all.getAddress().getClass() == one.getAddress().getClass();
    }
}
