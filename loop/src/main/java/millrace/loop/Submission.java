package millrace.loop;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import millrace.loop.stall.Described;

/** A computation that a loop was asked for, and where its result goes. */
record Submission<T>(Callable<T> computation, CompletableFuture<T> result) implements Runnable, Described {
    Submission(Callable<T> computation) {
        this(computation, new CompletableFuture<>());
    }

    @Override
    public void run() {
        try {
            result.complete(computation.call());
        } catch (Throwable t) {
            result.completeExceptionally(t);
        }
    }

    @Override
    public String describe() {
        return Described.nameOf(computation);
    }
}
