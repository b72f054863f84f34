package millrace.gateway.port;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import millrace.gateway.exchange.GatewayLoop;
import millrace.loop.ListenOptions;
import millrace.loop.ListeningSocket;
import millrace.os.Descriptor;
import millrace.os.OsException;

/**
 * One door that the gateway listens on, with every loop; it outlives configurations that keep it. Any thread.
 *
 * @param <S> what is served there
 */
public final class Port<S> {
    private final Opening<S> opening;
    private final int descriptor;
    private final List<PortPart<S>> parts;

    private Port(Opening<S> opening, int descriptor, List<GatewayLoop> loops) {
        this.opening = opening;
        this.descriptor = descriptor;
        this.parts = loops.stream().map(loop -> opening.part().apply(loop, opening.servers())).toList();
    }

    /** Opens the socket; nobody accepts from it yet. */
    public static <S> Port<S> open(Opening<S> opening, List<GatewayLoop> loops) throws OsException {
        return new Port<>(opening, opening.socket(), loops);
    }

    /** As {@link #open}, of a listening socket that somebody else has opened; it belongs to the port from now on. */
    public static <S> Port<S> adopt(Opening<S> opening, int descriptor, List<GatewayLoop> loops) {
        return new Port<>(opening, descriptor, loops);
    }

    /** That of a loop, by its index. */
    public PortPart<S> part(int index) {
        return parts.get(index);
    }

    public Door door() {
        return opening.door();
    }

    public int descriptor() {
        return descriptor;
    }

    /** Begins to accept, with a descriptor for each loop, so that each closes its own. */
    public void start() throws OsException {
        ListenOptions options = opening.options();
        boolean shared = parts.size() > 1 && !options.reusePort();
        if (shared && door().datagrams()) {
            // Whose session a datagram belongs to knows only the loop that has it.
            start(parts.getFirst(), duplicate());
            return;
        }
        AcceptTurn turn = shared ? new AcceptTurn(parts) : null;
        // The first one last: when it passes the turn on, the others are there.
        for (PortPart<S> part : parts.reversed()) {
            boolean first = part == parts.getFirst();
            int fd = options.reusePort() && !first ? opening.socket() : duplicate();
            if (turn == null) {
                start(part, fd);
            } else {
                part.loop().events().execute(() -> part.listen(fd, turn, first));
            }
        }
    }

    private void start(PortPart<S> part, int fd) {
        part.loop().events().execute(() -> part.listen(fd));
    }

    private int duplicate() throws OsException {
        return OsException.check(Descriptor.duplicate(descriptor), "listen on " + ListeningSocket.text(door().address()));
    }

    /** What is served from now on; {@code false} when it is of another kind, which takes another port. */
    public boolean serve(Opening<?> next) {
        if (!opening.isLike(next)) {
            return false;
        }
        @SuppressWarnings("unchecked") // What is alike has the same type.
        S servers = ((Opening<S>) next).servers();
        for (PortPart<S> part : parts) {
            part.loop().events().execute(() -> part.servers(servers));
        }
        return true;
    }

    /** Whether {@link #serve} would do so. */
    public boolean canServe(Opening<?> next) {
        return opening.isLike(next);
    }

    /** Closes the port's own descriptor; a loop that still accepts has one of its own. */
    private void close() {
        Descriptor.close(descriptor);
    }

    /** Accepts nothing more; completes when the last connection has gone, each after the request that it is at. */
    public CompletionStage<Void> leave() {
        close();
        CompletableFuture<?>[] all = new CompletableFuture<?>[parts.size()];
        for (int i = 0; i < all.length; i++) {
            PortPart<S> part = parts.get(i);
            CompletableFuture<Void> empty = new CompletableFuture<>();
            all[i] = empty;
            part.loop().events().execute(() -> part.leave(() -> empty.complete(null)));
        }
        return CompletableFuture.allOf(all);
    }

    /** Ends what is still open. */
    public void abortAll() {
        for (PortPart<S> part : parts) {
            part.loop().events().execute(part::abortAll);
        }
    }
}
