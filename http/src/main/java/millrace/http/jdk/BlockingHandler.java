package millrace.http.jdk;

import com.sun.net.httpserver.HttpHandler;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import millrace.http.Handler;
import millrace.http.HttpException;
import millrace.http.Request;
import millrace.http.Response;
import millrace.loop.EventLoop;

/**
 * A handler of the JDK's kind, which may block, as a handler of Millrace's kind, which may not.
 *
 * <pre>{@code
 * HttpServer.listen(8080, BlockingHandler.of(exchange -> {
 *     exchange.sendResponseHeaders(200, 6);
 *     exchange.getResponseBody().write("hello\n".getBytes());
 *     exchange.close();
 * }));
 * }</pre>
 */
public final class BlockingHandler implements Handler {
    private final Contexts contexts;
    private final Executor executor;

    BlockingHandler(Contexts contexts, Executor executor) {
        this.contexts = contexts;
        this.executor = executor;
    }

    /** Runs a handler on a virtual thread for each request. */
    public static BlockingHandler of(HttpHandler handler) {
        return of(handler, VirtualThreads.INSTANCE);
    }

    /**
     * Runs a handler on threads of an executor; a request that it rejects is answered with 503, and one that it would run
     * on the loop's own thread gets a virtual thread.
     */
    public static BlockingHandler of(HttpHandler handler, Executor executor) {
        Contexts contexts = new Contexts();
        contexts.add(new Context(null, "/", handler));
        return new BlockingHandler(contexts, executor);
    }

    private enum VirtualThreads implements Executor {
        INSTANCE;

        @Override
        public void execute(Runnable task) {
            Thread.startVirtualThread(task);
        }
    }

    /** An executor may run tasks in its caller, by its nature or when it is full: that is the loop, and must not wait. */
    private static void run(Exchange exchange) {
        if (EventLoop.current() == null) {
            exchange.run();
        } else {
            VirtualThreads.INSTANCE.execute(exchange::run);
        }
    }

    @Override
    public void handle(Request request, Response response) throws HttpException {
        Exchange exchange = new Exchange(request, response, contexts);
        try {
            executor.execute(() -> run(exchange));
        } catch (RejectedExecutionException e) {
            throw new HttpException(503, "too many requests are waiting");
        }
    }
}
