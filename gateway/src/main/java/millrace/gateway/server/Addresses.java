package millrace.gateway.server;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import millrace.gateway.config.ConfigException;
import millrace.gateway.config.Configuration;
import millrace.gateway.config.Context;
import millrace.gateway.config.Place;
import millrace.gateway.config.Scope;
import millrace.gateway.exchange.CoreSettings;
import millrace.gateway.route.ServerNameSettings;
import millrace.http.codec.RequestParser;
import millrace.loop.ListenOptions;
import millrace.loop.ListeningSocket;

/** The addresses that a configuration listens on, and who is served there. */
final class Addresses {
    /** What is served at one address: how its socket is made, and its servers in the order of the files. */
    record Address(SocketAddress address, ListenOptions options, PortServers servers) {}

    private final Map<SocketAddress, List<Member>> members = new LinkedHashMap<>();

    private record Member(Listen listen, Scope server) {}

    private Addresses() {}

    static Map<SocketAddress, Address> of(Configuration configuration) throws ConfigException {
        Addresses all = new Addresses();
        for (Scope http : configuration.main().inner()) {
            if (http.context() == Context.HTTP) {
                for (Scope server : http.inner()) {
                    if (server.context() == Context.SERVER) {
                        all.add(server);
                    }
                }
            }
        }
        Map<SocketAddress, Address> result = new LinkedHashMap<>();
        for (Map.Entry<SocketAddress, List<Member>> each : all.members.entrySet()) {
            result.put(each.getKey(), address(each.getKey(), each.getValue()));
        }
        coverByWildcards(result);
        return result;
    }

    /** Two sockets cannot listen on a wildcard and on an address that it covers: the wildcard's serves both. */
    private static void coverByWildcards(Map<SocketAddress, Address> all) {
        for (Address wildcard : List.copyOf(all.values())) {
            all.values().removeIf(other -> {
                boolean covered = other != wildcard && covers(wildcard.address, other.address);
                if (covered) {
                    wildcard.servers.narrower().put(other.address, other.servers);
                }
                return covered;
            });
        }
    }

    private static boolean covers(SocketAddress wildcard, SocketAddress other) {
        return wildcard instanceof InetSocketAddress all
                && other instanceof InetSocketAddress one
                && all.getAddress().isAnyLocalAddress()
                && all.getPort() == one.getPort()
                && all.getAddress().getClass() == one.getAddress().getClass();
    }

    private void add(Scope server) throws ConfigException {
        for (Listen listen : server.get(ServerSettings.KEY).listens()) {
            List<Member> others = members.computeIfAbsent(listen.address(), a -> new ArrayList<>());
            for (Member other : others) {
                if (other.server == server) {
                    throw duplicate("a duplicate listen " + ListeningSocket.text(listen.address()), listen);
                }
                if (listen.isDefault() && other.listen.isDefault()) {
                    throw duplicate("a duplicate default server for " + ListeningSocket.text(listen.address()), listen);
                }
                if (listen.explicit() && other.listen.explicit()) {
                    throw duplicate("duplicate listen options for " + ListeningSocket.text(listen.address()), listen);
                }
            }
            others.add(new Member(listen, server));
        }
    }

    private static ConfigException duplicate(String what, Listen listen) {
        return new ConfigException(listen.place(), what);
    }

    private static Address address(SocketAddress address, List<Member> members) throws ConfigException {
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
        boolean proxied = members.stream().anyMatch(each -> each.listen.proxyProtocol());
        Scope otherwise = first.server;
        List<Scope> servers = members.stream().map(Member::server).toList();
        CoreSettings core = otherwise.get(CoreSettings.KEY);
        HeadSettings heads = otherwise.get(HeadSettings.KEY);
        RequestParser parser = new RequestParser(heads.limits(), heads.leniency());
        ServerChoice names = ServerChoice.among(servers, otherwise, ListeningSocket.text(address));
        TlsPort tls = members.stream().anyMatch(each -> each.listen.ssl()) ? tls(otherwise, names) : null;
        boolean mergeSlashes = otherwise.get(ServerNameSettings.KEY).mergesSlashes();
        return new Address(address, options, new PortServers(otherwise, core, parser, names, mergeSlashes, proxied,
                tls, new HashMap<>()));
    }

    private static TlsPort tls(Scope otherwise, ServerChoice names) throws ConfigException {
        TlsPort port = new TlsPort(otherwise, names);
        if (port.context() == null) {
            Place place = otherwise.statement() == null ? null : otherwise.statement().place();
            throw new ConfigException(place,
                    "no \"ssl_certificate\" is defined for the \"listen ... ssl\" directive");
        }
        return port;
    }
}
