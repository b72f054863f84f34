package millrace.gateway.server;

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
import millrace.gateway.port.Door;
import millrace.gateway.port.Listens;
import millrace.gateway.port.Opening;
import millrace.gateway.route.ServerNameSettings;
import millrace.http.codec.RequestParser;
import millrace.loop.ListeningSocket;

/** The addresses that the servers of {@code http} listen on, and who is served there. */
final class Addresses {
    private Addresses() {}

    static Map<Door, Opening<PortServers>> of(Configuration configuration) throws ConfigException {
        Listens listens = new Listens();
        for (Scope http : configuration.main().inner()) {
            if (http.context() == Context.HTTP) {
                for (Scope server : http.inner()) {
                    if (server.context() == Context.SERVER) {
                        listens.add(server, server.get(ServerSettings.KEY).listens());
                    }
                }
            }
        }
        Map<Door, Opening<PortServers>> all = new LinkedHashMap<>();
        for (Listens.Shared each : listens.all()) {
            all.put(each.door(), new Opening<>(each.door(), each.options(), servers(each), PortLoop::new));
        }
        coverByWildcards(all);
        return all;
    }

    /** Two sockets cannot listen on a wildcard and on an address that it covers: the wildcard's serves both. */
    private static void coverByWildcards(Map<Door, Opening<PortServers>> all) {
        for (Opening<PortServers> wildcard : List.copyOf(all.values())) {
            all.values().removeIf(other -> {
                boolean covered = Listens.covers(wildcard.door(), other.door());
                if (covered) {
                    wildcard.servers().narrower().put(other.door().address(), other.servers());
                }
                return covered;
            });
        }
    }

    private static PortServers servers(Listens.Shared door) throws ConfigException {
        Scope otherwise = door.otherwise();
        CoreSettings core = otherwise.get(CoreSettings.KEY);
        HeadSettings heads = otherwise.get(HeadSettings.KEY);
        RequestParser parser = new RequestParser(heads.limits(), heads.leniency());
        ServerChoice names = ServerChoice.among(door.servers(), otherwise, ListeningSocket.text(door.door().address()));
        Http2Port http2 = Http2Port.of(door, heads);
        TlsPort tls = door.ssl() ? tls(otherwise, names, http2) : null;
        boolean mergeSlashes = otherwise.get(ServerNameSettings.KEY).mergesSlashes();
        return new PortServers(otherwise, core, parser, names, mergeSlashes, door.proxyProtocol(), tls, http2, new HashMap<>());
    }

    private static TlsPort tls(Scope otherwise, ServerChoice names, Http2Port http2) throws ConfigException {
        TlsPort port = new TlsPort(otherwise, names, http2);
        if (port.context() == null) {
            Place place = otherwise.statement() == null ? null : otherwise.statement().place();
            throw new ConfigException(place,
                    "no \"ssl_certificate\" is defined for the \"listen ... ssl\" directive");
        }
        return port;
    }
}
