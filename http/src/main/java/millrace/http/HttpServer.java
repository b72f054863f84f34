package millrace.http;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import millrace.http.h2.Abuse;
import millrace.loop.EventLoop;
import millrace.loop.ListenOptions;
import millrace.loop.Listener;

/**
 * A server of HTTP/1.1 and HTTP/2. Which of them a client speaks, handlers do not notice: it says so in the TLS handshake, or
 * begins with HTTP/2 at once.
 *
 * <pre>{@code
 * HttpServer.listen(8080, (request, response) -> response.send("Hello, World!\n"));
 * }</pre>
 *
 * <p>Any thread may call what is here; handlers run on the loop of their connection.
 */
public final class HttpServer implements AutoCloseable {
    private final List<Door> doors;
    private final boolean ownsLoops;
    private final CompletableFuture<Void> stopped = new CompletableFuture<>();
    private boolean stopping;

    /** Where connections of one loop come in, and what becomes of them. */
    private record Door(ServerLoop server, Listener listener) {}

    private HttpServer(List<Door> doors, boolean ownsLoops) {
        this.doors = doors;
        this.ownsLoops = ownsLoops;
    }

    /** Serves on a port of all addresses, on one loop with a thread of its own; 0 picks a free port. */
    public static HttpServer listen(int port, Handler handler) throws IOException {
        return listen(new InetSocketAddress(port), ServerOptions.DEFAULT, handler);
    }

    /**
     * Serves on loops with threads of their own; returns when connections are taken.
     *
     * @throws IOException when the address cannot be listened on: it says why, and what helps
     */
    public static HttpServer listen(SocketAddress address, ServerOptions options, Handler handler) throws IOException {
        List<Door> doors = new ArrayList<>();
        SocketAddress next = address;
        try {
            for (int i = 0; i < options.loops(); i++) {
                EventLoop loop = EventLoop.open("http-" + i, options.poller());
                loop.start();
                ServerLoop server = new ServerLoop(loop, options, handler);
                doors.add(new Door(server, null));
                doors.set(i, await(openDoor(server, next, listenOptions(options))));
                next = doors.get(i).listener().address();
            }
        } catch (IOException e) {
            doors.forEach(door -> door.server().loop.stop());
            throw e;
        }
        return new HttpServer(doors, true);
    }

    /** Serves on a loop that runs already; the stage completes there. */
    public static CompletionStage<HttpServer> listen(
            EventLoop loop, SocketAddress address, ServerOptions options, Handler handler) {
        return openDoor(new ServerLoop(loop, options, handler), address, options.listen())
                .thenApply(door -> new HttpServer(List.of(door), false));
    }

    private static ListenOptions listenOptions(ServerOptions options) {
        return options.loops() > 1 ? options.listen().withReusePort(true) : options.listen();
    }

    private static CompletionStage<Door> openDoor(ServerLoop server, SocketAddress address, ListenOptions options) {
        return server.loop
                .submit(() -> Listener.listen(server.loop, address, options, server))
                .thenCompose(stage -> stage)
                .thenApply(listener -> new Door(server, listener));
    }

    /** The address that clients connect to, with the port that was picked for 0. */
    public SocketAddress address() {
        return doors.getFirst().listener().address();
    }

    /** How many connections of HTTP/2 were ended because of what their clients did. */
    public long endedFor(Abuse kind) {
        return doors.stream().mapToLong(door -> door.server().abuses.of(kind)).sum();
    }

    /** The port that clients connect to; −1 on a Unix socket. */
    public int port() {
        return address() instanceof InetSocketAddress inet ? inet.getPort() : -1;
    }

    /**
     * Takes no more connections, closes idle ones, lets active requests finish with {@code Connection: close}, and breaks
     * off what is left when the time is over. Of several calls the one whose time is over first counts.
     *
     * @return completes when all connections are closed, and own loops have been told to end
     */
    public synchronized CompletionStage<Void> stop(Duration longest) {
        List<CompletableFuture<Void>> all = new ArrayList<>();
        for (Door door : doors) {
            all.add(stop(door, longest.toNanos(), !stopping).toCompletableFuture());
        }
        if (!stopping) {
            stopping = true;
            CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)).whenComplete((nothing, error) -> {
                if (ownsLoops) {
                    doors.forEach(door -> door.server().loop.stop());
                }
                stopped.complete(null);
            });
        }
        return stopped.minimalCompletionStage();
    }

    private static CompletionStage<Void> stop(Door door, long longestNanos, boolean isFirst) {
        try {
            return door.server().loop
                    .submit(() -> {
                        if (isFirst) {
                            door.listener().close();
                        }
                        return door.server().stop(longestNanos);
                    })
                    .thenCompose(stage -> stage);
        } catch (RejectedExecutionException e) {
            return CompletableFuture.completedStage(null); // The loop has ended, and all its connections with it.
        }
    }

    /** Waits until the server has been stopped. */
    public void join() throws InterruptedException {
        try {
            stopped.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e); // It is never completed with an error.
        }
    }

    /** Breaks off all connections, and waits until they are closed; not from a loop's thread. */
    @Override
    public void close() {
        stop(Duration.ZERO);
        if (ownsLoops) {
            doors.forEach(door -> door.server().loop.close());
        }
    }

    private static <T> T await(CompletionStage<T> stage) throws IOException {
        Future<T> future = stage.toCompletableFuture();
        try {
            return future.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted before the server listened");
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
        }
    }
}
