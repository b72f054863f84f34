package millrace.manager.log;

import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import millrace.manager.log.OpenFile.Outcome;

/**
 * Something to be done with a file between two writes.
 *
 * @param afterBacklog whether what waits to be written must be written before
 */
record Command(Function<OpenFile, Outcome> work, boolean afterBacklog, CompletableFuture<Void> done) {
    Command now() {
        return new Command(work, false, done);
    }

    /** @param failure {@code null} for none */
    void end(Throwable failure) {
        if (failure == null) {
            done.complete(null);
        } else {
            done.completeExceptionally(failure);
        }
    }
}
