package millrace.http.jdk;

import com.sun.net.httpserver.HttpContext;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import millrace.http.ServerOptions;
import millrace.http.codec.Limits;
import millrace.loop.ListenOptions;
import millrace.os.OsException;

/**
 * The JDK's server class on Millrace's server.
 *
 * <p>Without an executor, handlers run one after the other on one thread, as the JDK's documentation promises and some
 * programs rely on; {@code -Dmillrace.http.executor=virtual} gives each request a virtual thread instead. Bodies have no
 * limit, as in the JDK's own server. Any thread.
 */
final class JdkServer extends HttpServer {
    private static final Limits LIMITS = Limits.DEFAULT.withBodyBytes(Long.MAX_VALUE);

    private final Contexts contexts = new Contexts();
    private final CompletableFuture<Executor> started = new CompletableFuture<>();
    private millrace.http.HttpServer server;
    private Executor executor;
    private ExecutorService own;

    @Override
    public synchronized void bind(InetSocketAddress address, int backlog) throws IOException {
        if (server != null) {
            throw new BindException("the server is bound already, to " + server.address());
        }
        ListenOptions listen = backlog > 0 ? ListenOptions.DEFAULT.withBacklog(backlog) : ListenOptions.DEFAULT;
        ServerOptions options = ServerOptions.DEFAULT.withLimits(LIMITS).withListen(listen);
        try {
            server = millrace.http.HttpServer.listen(address, options, new BlockingHandler(contexts, this::execute));
        } catch (OsException e) {
            throw (IOException) new BindException(e.getMessage()).initCause(e);
        }
    }

    /** Connections are taken as soon as the server is bound, and their requests wait for its start. */
    private void execute(Runnable task) {
        if (started.isDone()) {
            started.join().execute(task);
        } else {
            started.thenAccept(chosen -> chosen.execute(task));
        }
    }

    @Override
    public synchronized void start() {
        if (server == null || started.isDone()) {
            throw new IllegalStateException(server == null ? "the server is not bound" : "the server was started already");
        }
        if (executor == null) {
            own = "virtual".equals(System.getProperty("millrace.http.executor"))
                    ? Executors.newVirtualThreadPerTaskExecutor()
                    : Executors.newSingleThreadExecutor(task -> new Thread(task, "http-handler"));
        }
        started.complete(executor == null ? own : executor);
    }

    @Override
    public synchronized void setExecutor(Executor chosen) {
        if (started.isDone()) {
            throw new IllegalStateException("the server was started already");
        }
        executor = chosen;
    }

    @Override
    public synchronized Executor getExecutor() {
        return executor;
    }

    @Override
    public void stop(int delaySeconds) {
        if (delaySeconds < 0) {
            throw new IllegalArgumentException("a negative delay: " + delaySeconds);
        }
        millrace.http.HttpServer bound;
        synchronized (this) {
            bound = server;
        }
        if (bound != null) {
            bound.stop(Duration.ofSeconds(delaySeconds)).toCompletableFuture().join();
        }
        synchronized (this) {
            if (own != null) {
                own.shutdownNow();
            }
        }
    }

    @Override
    public HttpContext createContext(String path, HttpHandler handler) {
        Objects.requireNonNull(handler);
        return add(new Context(this, path, handler));
    }

    @Override
    public HttpContext createContext(String path) {
        return add(new Context(this, path, null));
    }

    private Context add(Context context) {
        contexts.add(context);
        return context;
    }

    @Override
    public void removeContext(String path) {
        contexts.remove(Objects.requireNonNull(path));
    }

    @Override
    public void removeContext(HttpContext context) {
        contexts.remove(context.getPath());
    }

    @Override
    public synchronized InetSocketAddress getAddress() {
        return server == null ? null : (InetSocketAddress) server.address();
    }
}
