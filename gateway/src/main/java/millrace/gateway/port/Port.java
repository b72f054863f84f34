package millrace.gateway.server;

import java.net.SocketAddress;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import millrace.gateway.exchange.GatewayLoop;
import millrace.loop.ListenOptions;
import millrace.loop.ListeningSocket;
import millrace.os.Descriptor;
import millrace.os.OsException;

/** One address that the gateway listens on, with every loop; it outlives configurations that keep it. Any thread. */
final class Port {
    private final SocketAddress address;
    private final int descriptor;
    private final List<PortLoop> parts;

    private Port(SocketAddress address, int descriptor, List<PortLoop> parts) {
        this.address = address;
        this.descriptor = descriptor;
        this.parts = parts;
    }

    /** Opens the socket; nobody accepts from it yet. */
    static Port open(Addresses.Address at, List<GatewayLoop> loops) throws OsException {
        return new Port(at.address(), ListeningSocket.open(at.address(), at.options()), parts(at, loops));
    }

    /** As {@link #open}, of a listening socket that somebody else has opened; it belongs to the port from now on. */
    static Port adopt(Addresses.Address at, int descriptor, List<GatewayLoop> loops) {
        return new Port(at.address(), descriptor, parts(at, loops));
    }

    private static List<PortLoop> parts(Addresses.Address at, List<GatewayLoop> loops) {
        return loops.stream().map(loop -> new PortLoop(loop, at.servers())).toList();
    }

    /** That of a loop, by its index. */
    PortLoop part(int index) {
        return parts.get(index);
    }

    SocketAddress address() {
        return address;
    }

    int descriptor() {
        return descriptor;
    }

    /** Begins to accept, with a descriptor for each loop, so that each closes its own. */
    void start(ListenOptions options) throws OsException {
        AcceptTurn turn = parts.size() > 1 && !options.reusePort() ? new AcceptTurn(parts) : null;
        // The first one last: when it passes the turn on, the others are there.
        for (PortLoop part : parts.reversed()) {
            boolean first = part == parts.getFirst();
            int fd = options.reusePort() && !first ? ListeningSocket.open(address, options)
                    : OsException.check(Descriptor.duplicate(descriptor), "listen on " + ListeningSocket.text(address));
            part.loop().events().execute(turn == null ? () -> part.listen(fd) : () -> part.listen(fd, turn, first));
        }
    }

    /** What is served from the next request on. */
    void servers(PortServers next) {
        for (PortLoop part : parts) {
            part.loop().events().execute(() -> part.servers(next));
        }
    }

    /** Closes the port's own descriptor; a loop that still accepts has one of its own. */
    void close() {
        Descriptor.close(descriptor);
    }

    /** Accepts nothing more; completes when the last connection has gone, each after the request that it is at. */
    CompletionStage<Void> leave() {
        close();
        CompletableFuture<?>[] all = new CompletableFuture<?>[parts.size()];
        for (int i = 0; i < all.length; i++) {
            PortLoop part = parts.get(i);
            CompletableFuture<Void> empty = new CompletableFuture<>();
            all[i] = empty;
            part.loop().events().execute(() -> part.leave(() -> empty.complete(null)));
        }
        return CompletableFuture.allOf(all);
    }

    /** Ends what is still open. */
    void abortAll() {
        for (PortLoop part : parts) {
            part.loop().events().execute(part::abortAll);
        }
    }
}
