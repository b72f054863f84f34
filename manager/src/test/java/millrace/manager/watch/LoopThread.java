package millrace.manager.watch;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import millrace.loop.EventLoop;
import millrace.loop.PollerKind;
import millrace.os.OsException;

/** A loop that runs, for tests on other threads. */
public final class LoopThread implements AutoCloseable {
    /** A safety net: nothing that a test waits for takes anywhere near as long. */
    private static final Duration LONGEST = Duration.ofSeconds(60);

    private final EventLoop loop;

    public LoopThread() throws OsException {
        loop = EventLoop.open("test", PollerKind.EPOLL);
        loop.start();
    }

    public EventLoop loop() {
        return loop;
    }

    /** Computes something on the loop. */
    public <T> T on(Callable<T> computation) throws Exception {
        return get(loop.submit(computation));
    }

    /** Begins something on the loop, and waits for what comes of it. */
    public <T> T await(Callable<CompletionStage<T>> beginning) throws Exception {
        return get(on(beginning));
    }

    public static <T> T get(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(LONGEST.toNanos(), TimeUnit.NANOSECONDS);
    }

    @Override
    public void close() {
        loop.close();
    }
}
