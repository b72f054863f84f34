package millrace.gateway.port;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
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

    /** One for each loop, so that each closes its own; fewer where only the first accepts. */
    private final int[] descriptors;

    private Port(Opening<S> opening, int descriptor, List<GatewayLoop> loops) throws OsException {
        this.opening = opening;
        this.descriptor = descriptor;
        this.parts = loops.stream().map(loop -> opening.part().apply(loop, opening.servers())).toList();
        // Whose session a datagram belongs to knows only the loop that has it.
        boolean one = opening.door().datagrams() && !opening.options().reusePort();
        this.descriptors = new int[one ? 1 : loops.size()];
        int made = 0;
        try {
            while (made < descriptors.length) {
                descriptors[made] = opening.options().reusePort() && made > 0 ? opening.socket() : duplicate();
                made++;
            }
        } finally {
            if (made < descriptors.length) {
                IntStream.range(0, made).forEach(i -> Descriptor.close(descriptors[i]));
                Descriptor.close(descriptor);
            }
        }
    }

    /** Opens the sockets; nobody accepts from them yet. */
    public static <S> Port<S> open(Opening<S> opening, List<GatewayLoop> loops) throws OsException {
        return new Port<>(opening, opening.socket(), loops);
    }

    /** As {@link #open}, of a listening socket that somebody else has opened; it belongs to the port from now on. */
    public static <S> Port<S> adopt(Opening<S> opening, int descriptor, List<GatewayLoop> loops) throws OsException {
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

    /** Begins to accept. */
    public void start() {
        boolean shared = descriptors.length > 1 && !opening.options().reusePort();
        AcceptTurn turn = shared ? new AcceptTurn(parts) : null;
        // The first one last: when it passes the turn on, the others are there.
        for (PortPart<S> part : parts) {
            part.loop().events().execute(() -> Doors.of(part.loop()).put(door(), part));
        }
        for (int i = descriptors.length - 1; i >= 0; i--) {
            PortPart<S> part = parts.get(i);
            int fd = descriptors[i];
            boolean first = i == 0;
            part.loop().events().execute(turn == null ? () -> part.listen(fd) : () -> part.listen(fd, turn, first));
        }
    }

    /** Closes a port that has not been started. */
    public void discard() {
        for (int each : descriptors) {
            Descriptor.close(each);
        }
        close();
    }

    private int duplicate() throws OsException {
        return OsException.check(Descriptor.duplicate(descriptor), "listen on " + ListeningSocket.text(door().address()));
    }

    /** What is served from now on; {@code false} when it is of another kind, which takes another port. */
    public boolean serve(Opening<?> next) {
        if (!opening.isLike(next)) {
            return false;
        }
        again(next.options());
        @SuppressWarnings("unchecked") // What is alike has the same type.
        S servers = ((Opening<S>) next).servers();
        for (PortPart<S> part : parts) {
            part.loop().events().execute(() -> part.servers(servers));
        }
        return true;
    }

    /** What can be changed of a socket that listens: its buffers, and how connections that come from now on are probed. */
    private void again(ListenOptions options) {
        try {
            options.setFurther(descriptor, "listen on " + ListeningSocket.text(door().address()));
        } catch (OsException e) {
            System.getLogger(Port.class.getName()).log(System.Logger.Level.WARNING, e.getMessage());
        }
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
            part.loop().events().execute(() -> {
                Doors.of(part.loop()).remove(door(), part);
                part.leave(() -> empty.complete(null));
            });
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
