package millrace.gateway.server;

import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import millrace.gateway.balance.Upkeep;
import millrace.gateway.config.ConfigException;
import millrace.gateway.config.Configuration;
import millrace.gateway.exchange.GatewayLoop;
import millrace.gateway.exchange.Traffic;
import millrace.loop.EventLoop;
import millrace.loop.PollerKind;
import millrace.os.OsException;

/**
 * The gateway as it runs: loops, ports, and the configuration that they serve from.
 *
 * <p>A configuration is an immutable snapshot. {@link #reload} puts another in its place: connections stay, their next
 * request is served from the new one, and requests under way end with the old one. Ports that only one of the two has are
 * opened or left. For one thread at a time: not a loop's, unless it is {@link #on} that loop.
 */
public final class Gateway {
    private final List<GatewayLoop> loops;
    private final boolean ownsLoops;
    private final Map<SocketAddress, Port> ports = new HashMap<>();
    private final Map<Port, CompletableFuture<Void>> left = new HashMap<>();
    private final Upkeep upkeep = new Upkeep();
    private Configuration configuration;

    private Gateway(List<GatewayLoop> loops, boolean ownsLoops) {
        this.loops = loops;
        this.ownsLoops = ownsLoops;
    }

    /**
     * Listens on every address of a configuration, or on none.
     *
     * @param count how many loops
     * @param inherited listening descriptors by address, of a gateway that this one takes over from
     */
    public static Gateway open(Configuration configuration, PollerKind poller, int count,
            Map<SocketAddress, Integer> inherited) throws ConfigException, OsException {
        List<GatewayLoop> loops = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            loops.add(new GatewayLoop(EventLoop.open("gateway-" + i, poller), i));
        }
        List<Traffic> traffic = loops.stream().map(GatewayLoop::traffic).toList();
        traffic.forEach(each -> each.among(traffic));
        Gateway gateway = new Gateway(List.copyOf(loops), true);
        gateway.change(configuration, inherited);
        loops.forEach(loop -> loop.events().start());
        return gateway;
    }

    /** Serves on a loop that belongs to somebody else, who calls from that loop's thread and ends it. */
    public static Gateway on(EventLoop loop, Configuration configuration, Map<SocketAddress, Integer> inherited)
            throws ConfigException, OsException {
        Gateway gateway = new Gateway(List.of(new GatewayLoop(loop, 0)), false);
        gateway.change(configuration, inherited);
        return gateway;
    }

    public List<GatewayLoop> loops() {
        return loops;
    }

    public Configuration configuration() {
        return configuration;
    }

    /** The listening descriptors, for who takes over. */
    public Map<SocketAddress, Integer> listening() {
        Map<SocketAddress, Integer> result = new HashMap<>();
        ports.forEach((address, port) -> result.put(address, port.descriptor()));
        return result;
    }

    /** Serves from another configuration. If one of its addresses cannot be listened on, nothing has changed. */
    public void reload(Configuration next) throws ConfigException, OsException {
        change(next, Map.of());
    }

    /**
     * As {@link #reload(Configuration)}, and tells when nothing is served by the old configuration any more.
     *
     * @param patienceMillis how long what is under way may go on; 0 for as long as it takes
     */
    public CompletionStage<Void> reload(Configuration next, long patienceMillis) throws ConfigException, OsException {
        Configuration before = configuration;
        Set<Port> all = new HashSet<>(ports.values());
        reload(next);
        all.addAll(ports.values());
        List<CompletableFuture<Void>> drains = new ArrayList<>();
        for (GatewayLoop loop : loops) {
            List<PortLoop> parts = all.stream().map(port -> port.part(loop.index())).toList();
            drains.add(Drain.of(before, loop, parts, patienceMillis));
        }
        return CompletableFuture.allOf(drains.toArray(CompletableFuture[]::new));
    }

    private void change(Configuration next, Map<SocketAddress, Integer> inherited) throws ConfigException, OsException {
        Upkeep.takeOver(configuration, next);
        Map<SocketAddress, Addresses.Address> wanted = Addresses.of(next);
        List<Port> opened = new ArrayList<>();
        try {
            for (Addresses.Address at : wanted.values()) {
                if (!ports.containsKey(at.address())) {
                    Integer known = inherited.get(at.address());
                    opened.add(known == null ? Port.open(at, loops) : Port.adopt(at, known, loops));
                }
            }
            for (Port port : opened) {
                port.start(wanted.get(port.address()).options());
            }
        } catch (OsException e) {
            opened.forEach(Port::leave);
            throw e;
        }
        upkeep.start(next, loops.getFirst().events());
        for (Port port : List.copyOf(ports.values())) {
            Addresses.Address at = wanted.get(port.address());
            if (at == null) {
                ports.remove(port.address());
                left.put(port, port.leave().toCompletableFuture());
            } else {
                port.servers(at.servers());
            }
        }
        left.values().removeIf(CompletableFuture::isDone);
        opened.forEach(port -> ports.put(port.address(), port));
        configuration = next;
    }

    /** Accepts nothing more and lets requests finish; completes when all connections are closed. */
    public CompletionStage<Void> quit() {
        List<CompletableFuture<Void>> all = new ArrayList<>(left.values());
        for (Port port : ports.values()) {
            all.add(port.leave().toCompletableFuture());
        }
        return CompletableFuture.allOf(all.toArray(CompletableFuture[]::new));
    }

    /** Ends all connections, whatever they are at. */
    public void abort() {
        left.keySet().forEach(Port::abortAll);
        ports.values().forEach(Port::abortAll);
    }

    /** Ends the loops that are its own; after {@link #quit}, or at once. */
    public void close() {
        if (ownsLoops) {
            loops.forEach(loop -> loop.events().stop());
        }
    }
}
