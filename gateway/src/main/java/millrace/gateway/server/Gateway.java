package millrace.gateway.server;

import java.net.UnixDomainSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import millrace.gateway.balance.Upkeep;
import millrace.gateway.config.ConfigException;
import millrace.gateway.config.Configuration;
import millrace.gateway.exchange.ConnectionSettings;
import millrace.gateway.exchange.GatewayLoop;
import millrace.gateway.port.Door;
import millrace.gateway.port.Drain;
import millrace.gateway.port.Opening;
import millrace.gateway.port.Port;
import millrace.gateway.port.PortPart;
import millrace.gateway.proxy.SharedIdle;
import millrace.gateway.stream.StreamDoors;
import millrace.loop.EventLoop;
import millrace.loop.ListeningSocket;
import millrace.loop.PollerKind;
import millrace.os.Descriptor;
import millrace.os.Errno;
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
    private final Map<Door, Port<?>> ports = new HashMap<>();
    private final Map<Port<?>, CompletableFuture<Void>> left = new HashMap<>();
    final Upkeep upkeep = new Upkeep();
    private Configuration configuration;

    private Gateway(List<GatewayLoop> loops, boolean ownsLoops) {
        this.loops = loops;
        this.ownsLoops = ownsLoops;
    }

    /**
     * Listens on every address of a configuration, or on none.
     *
     * @param count how many loops
     * @param inherited listening descriptors by address, of a gateway that this one takes over from. They belong to the
     *     gateway from the call on: what no {@code listen} asks for is closed, and all of them when this fails
     */
    public static Gateway open(Configuration configuration, PollerKind poller, int count,
            Map<Door, Integer> inherited) throws ConfigException, OsException {
        List<GatewayLoop> loops = new ArrayList<>();
        Gateway gateway;
        try {
            for (int i = 0; i < count; i++) {
                loops.add(new GatewayLoop(EventLoop.open("gateway-" + i, poller), i));
            }
            GatewayLoop.together(loops);
            gateway = new Gateway(List.copyOf(loops), true);
        } catch (OsException e) {
            inherited.values().forEach(Descriptor::close);
            loops.forEach(loop -> loop.events().close());
            throw e;
        }
        try {
            gateway.change(configuration, inherited);
        } catch (ConfigException | OsException e) {
            loops.forEach(loop -> loop.events().close());
            throw e;
        }
        loops.forEach(loop -> loop.events().start());
        return gateway;
    }

    /**
     * Serves on a loop that belongs to somebody else, who calls from that loop's thread and ends it.
     *
     * @param inherited as for {@link #open}
     */
    public static Gateway on(EventLoop loop, Configuration configuration, Map<Door, Integer> inherited)
            throws ConfigException, OsException {
        Gateway gateway = new Gateway(List.of(new GatewayLoop(loop, 0)), false);
        gateway.change(configuration, inherited);
        return gateway;
    }

    /** Finds what no gateway could listen on, because lines contradict each other. */
    public static void checkListens(Configuration configuration) throws ConfigException {
        openings(configuration);
    }

    /** Finds what this machine does not allow to be listened on; addresses in use are no fault: it may be by who runs already. */
    public static void checkSockets(Configuration configuration) throws ConfigException, OsException {
        for (Opening<?> at : openings(configuration).values()) {
            try {
                // With SO_REUSEPORT it would take clients of who runs already.
                Descriptor.close(at.socket(at.options().withReusePort(false)));
                if (at.door().address() instanceof UnixDomainSocketAddress unix) {
                    unix.getPath().toFile().delete();
                }
            } catch (OsException e) {
                if (e.errno() != Errno.EADDRINUSE.number()) {
                    throw e;
                }
            }
        }
    }

    /** All that a configuration wants to listen on. */
    private static Map<Door, Opening<?>> openings(Configuration configuration) throws ConfigException {
        Map<Door, Opening<?>> all = new LinkedHashMap<>(Addresses.of(configuration));
        for (Opening<?> stream : StreamDoors.of(configuration)) {
            if (all.putIfAbsent(stream.door(), stream) != null) {
                throw new ConfigException(null, "duplicate \"" + ListeningSocket.text(stream.door().address())
                        + "\" address and port pair", "http and stream cannot both listen there");
            }
        }
        return all;
    }

    public List<GatewayLoop> loops() {
        return loops;
    }

    public Configuration configuration() {
        return configuration;
    }

    /** The listening descriptors, for who takes over; none after {@link #quit}. */
    public Map<Door, Integer> listening() {
        Map<Door, Integer> result = new HashMap<>();
        ports.forEach((door, port) -> result.put(door, port.descriptor()));
        return result;
    }

    /** Serves from another configuration. If one of its addresses cannot be listened on, nothing has changed. */
    public void reload(Configuration next) throws ConfigException, OsException {
        change(next, Map.of());
    }

    /**
     * As {@link #reload(Configuration)}, and tells when nothing is served by the old configuration any more: it is {@linkplain
     * Configuration#over over} then, and cannot come back.
     *
     * @param patienceMillis how long what is under way may go on; 0 for as long as it takes
     */
    public CompletionStage<Void> reload(Configuration next, long patienceMillis) throws ConfigException, OsException {
        Configuration before = configuration;
        Set<Port<?>> all = new HashSet<>(ports.values());
        reload(next);
        all.addAll(ports.values());
        List<CompletableFuture<Void>> drains = new ArrayList<>();
        for (GatewayLoop loop : loops) {
            List<? extends PortPart<?>> parts = all.stream().map(port -> port.part(loop.index())).toList();
            drains.add(Drain.of(before, loop, parts, patienceMillis));
        }
        return CompletableFuture.allOf(drains.toArray(CompletableFuture[]::new)).thenRun(() -> {
            SharedIdle.close(before);
            Thread.startVirtualThread(before::over); // To free much takes time, which no loop has.
        });
    }

    private void change(Configuration next, Map<Door, Integer> inherited) throws ConfigException, OsException {
        Map<Door, Integer> unused = new HashMap<>(inherited);
        Map<Door, Port<?>> opened = new HashMap<>();
        Map<Door, Opening<?>> wanted;
        try {
            wanted = openings(next);
            Upkeep.takeOver(configuration, next);
            for (Opening<?> at : wanted.values()) {
                Port<?> before = ports.get(at.door());
                if (before == null || !before.canServe(at)) {
                    opened.put(at.door(), open(at, unused.remove(at.door()), before));
                }
            }
        } catch (ConfigException | OsException e) {
            opened.values().forEach(Port::discard);
            throw e;
        } finally {
            unused.values().forEach(Descriptor::close);
        }
        // Nothing can fail from here on: who is refused a reload has not lost a client to it.
        if (configuration != null) {
            SharedIdle.takeOver(configuration, next); // Before anything is served by the next one.
        }
        opened.values().forEach(Port::start);
        upkeep.start(next, loops.getFirst().events());
        for (Port<?> port : List.copyOf(ports.values())) {
            Opening<?> at = wanted.get(port.door());
            if (at == null || !port.serve(at)) {
                leave(port);
            }
        }
        ports.putAll(opened);
        long most = ConnectionSettings.most(next, loops.size());
        loops.forEach(loop -> loop.traffic().limit(most));
        configuration = next;
    }

    /**
     * @param inherited the descriptor of who was before, or {@code null}
     * @param before who serves something else there, or {@code null}
     */
    private <S> Port<S> open(Opening<S> at, Integer inherited, Port<?> before) throws OsException {
        if (inherited != null) {
            return Port.adopt(at, inherited, loops);
        }
        if (before != null) {
            int copy = Descriptor.duplicate(before.descriptor());
            return Port.adopt(at, OsException.check(copy, "listen on " + ListeningSocket.text(at.door().address())), loops);
        }
        return Port.open(at, loops);
    }

    private void leaveAll() {
        List.copyOf(ports.values()).forEach(this::leave);
    }

    private void leave(Port<?> port) {
        ports.remove(port.door());
        left.values().removeIf(CompletableFuture::isDone);
        left.put(port, port.leave().toCompletableFuture());
    }

    /** Accepts nothing more and lets requests finish; completes when all connections are closed. Again, it is the same. */
    public CompletionStage<Void> quit() {
        leaveAll();
        // Until then, requests that wait for an upstream need it.
        return CompletableFuture.allOf(left.values().toArray(CompletableFuture[]::new)).thenRun(upkeep::end);
    }

    /** Ends all connections, whatever they are at. */
    public void abort() {
        left.keySet().forEach(Port::abortAll);
        ports.values().forEach(Port::abortAll);
    }

    /** Ends the loops that are its own; after {@link #quit}, or at once. */
    public void close() {
        leaveAll();
        if (!ownsLoops) {
            upkeep.end();
        } else {
            loops.forEach(loop -> loop.events().stop());
        }
    }
}
