package millrace.offload.file;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import millrace.loop.EventLoop;
import millrace.loop.PollerKind;

/** A running loop, and what is asked of it from the test's own thread. */
public final class OnLoop implements AutoCloseable {
    /** A safety net against a test that hangs, never something that a result depends on. */
    private static final long DEADLINE_SECONDS = 60;

    public final EventLoop loop;

    public OnLoop() throws Exception {
        this(PollerKind.EPOLL);
    }

    OnLoop(PollerKind kind) throws Exception {
        loop = EventLoop.open("test", kind);
        loop.startDaemon();
    }

    /** Runs on the loop, and waits for the result. */
    public <T> T on(Callable<T> computation) throws Exception {
        return await(loop.submit(computation));
    }

    /** Starts something on the loop, and waits until it has completed, on the loop. */
    public <T> T async(Callable<? extends CompletionStage<? extends T>> start) throws Exception {
        CompletableFuture<T> result = new CompletableFuture<>();
        loop.execute(() -> {
            try {
                start.call().whenComplete((value, failure) -> {
                    if (!loop.inLoop()) {
                        result.completeExceptionally(new AssertionError("completed on " + Thread.currentThread()));
                    } else if (failure != null) {
                        result.completeExceptionally(failure);
                    } else {
                        result.complete(value);
                    }
                });
            } catch (Throwable t) {
                result.completeExceptionally(t);
            }
        });
        return await(result);
    }

    /** With the exception itself in place of the one that wraps it. */
    public static <T> T await(CompletionStage<T> stage) throws Exception {
        try {
            return stage.toCompletableFuture().get(DEADLINE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case Exception cause -> throw cause;
                case Error cause -> throw cause;
                default -> throw e;
            }
        }
    }

    @Override
    public void close() {
        loop.close();
    }
}
