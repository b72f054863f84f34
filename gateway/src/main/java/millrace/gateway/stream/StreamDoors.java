package millrace.gateway.stream;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.function.BiFunction;
import millrace.gateway.config.ConfigException;
import millrace.gateway.config.Configuration;
import millrace.gateway.config.Context;
import millrace.gateway.config.Scope;
import millrace.gateway.exchange.GatewayLoop;
import millrace.gateway.port.Listens;
import millrace.gateway.port.Opening;
import millrace.gateway.port.PortPart;
import millrace.gateway.route.ServerNameSettings;
import millrace.gateway.route.ServerNames;
import millrace.gateway.tls.TlsSettings;
import millrace.loop.ListeningSocket;

/** The doors that the servers of {@code stream} listen on. */
public final class StreamDoors {
    private StreamDoors() {}

    public static List<Opening<StreamServers>> of(Configuration configuration) throws ConfigException {
        List<Opening<StreamServers>> all = new ArrayList<>();
        for (Listens.Shared each : listens(configuration).all()) {
            BiFunction<GatewayLoop, StreamServers, PortPart<StreamServers>> part =
                    each.door().datagrams() ? UdpPort::new : StreamPort::new;
            all.add(new Opening<>(each.door(), each.options(), servers(each), part));
        }
        coverByWildcards(all);
        return all;
    }

    private static Listens listens(Configuration configuration) throws ConfigException {
        Listens listens = new Listens();
        for (Scope stream : configuration.main().inner()) {
            if (stream.context() == Context.STREAM) {
                for (Scope server : stream.inner()) {
                    if (server.context() == Context.SERVER_IN_STREAM) {
                        listens.add(server, server.get(StreamSettings.KEY).listens);
                    }
                }
            }
        }
        return listens;
    }

    /** Loads certificates: of every server at a door that is encrypted, whichever of their lines has said so. */
    static void load(Configuration configuration) throws ConfigException {
        for (Listens.Shared door : listens(configuration).all()) {
            for (Scope server : door.ssl() ? door.servers() : List.<Scope>of()) {
                server.get(TlsSettings.KEY).load(server);
            }
        }
    }

    private static void coverByWildcards(List<Opening<StreamServers>> all) {
        for (Opening<StreamServers> wildcard : List.copyOf(all)) {
            all.removeIf(other -> {
                boolean covered = Listens.covers(wildcard.door(), other.door());
                if (covered) {
                    wildcard.servers().narrower().put(other.door().address(), other.servers());
                }
                return covered;
            });
        }
    }

    private static StreamServers servers(Listens.Shared door) throws ConfigException {
        Scope otherwise = door.otherwise();
        if (door.ssl() && otherwise.get(TlsSettings.KEY).context() == null) {
            throw new ConfigException(otherwise.statement().place(),
                    "no \"ssl_certificate\" is defined for the \"listen ... ssl\" directive");
        }
        ServerNameSettings.Found usual = new ServerNameSettings.Found(otherwise, null);
        ServerNames.Builder<ServerNameSettings.Found> names = new ServerNames.Builder<>(usual);
        for (Scope server : door.servers()) {
            ServerNameSettings.Found found = server == otherwise ? usual : new ServerNameSettings.Found(server, null);
            server.get(ServerNameSettings.KEY).enter(names, found, ListeningSocket.text(door.door().address()));
        }
        return new StreamServers(otherwise, names.build(), door.ssl(), door.proxyProtocol(), door.servers().size() == 1,
                new HashMap<>());
    }
}
