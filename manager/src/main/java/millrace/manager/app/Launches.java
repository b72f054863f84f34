package millrace.manager.app;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Who waits for instances of an app to start or to be ready. For the loop's thread. */
final class Launches {
    private final Map<Integer, List<CompletableFuture<Void>>> started = new HashMap<>();
    private final Map<Integer, List<CompletableFuture<Void>>> ready = new HashMap<>();

    CompletionStage<Void> started(int number) {
        return wait(started, number);
    }

    CompletionStage<Void> ready(int number) {
        return wait(ready, number);
    }

    private static CompletionStage<Void> wait(Map<Integer, List<CompletableFuture<Void>>> whom, int number) {
        CompletableFuture<Void> stage = new CompletableFuture<>();
        whom.computeIfAbsent(number, none -> new ArrayList<>(1)).add(stage);
        return stage;
    }

    void hasStarted(int number) {
        take(started, number).forEach(stage -> stage.complete(null));
    }

    void isReady(int number) {
        hasStarted(number);
        take(ready, number).forEach(stage -> stage.complete(null));
    }

    /** It has ended; another process may still become ready in its place. */
    void died(int number, String how) {
        IOException problem = new IOException("it has ended: " + how);
        take(started, number).forEach(stage -> stage.completeExceptionally(problem));
    }

    /** Neither will be. */
    void failed(int number, String reason) {
        IOException problem = new IOException(reason);
        take(started, number).forEach(stage -> stage.completeExceptionally(problem));
        take(ready, number).forEach(stage -> stage.completeExceptionally(problem));
    }

    private static List<CompletableFuture<Void>> take(Map<Integer, List<CompletableFuture<Void>>> whom, int number) {
        List<CompletableFuture<Void>> waiting = whom.remove(number);
        return waiting == null ? List.of() : waiting;
    }
}
