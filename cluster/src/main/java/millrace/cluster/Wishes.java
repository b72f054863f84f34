package millrace.cluster;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import millrace.cluster.ReloadOutcome.Kind;

/** Who waits for an instance to be ready, or to have ended. For the loop's own thread only. */
final class Wishes {
    private record ForReady(Kind kind, CompletableFuture<ReloadOutcome> promise) {}

    private final List<ForReady> forReady = new ArrayList<>();
    private final List<CompletableFuture<Void>> forEnd = new ArrayList<>();

    /** What there is to say to those who wait for it to be ready, if something has been decided. */
    private ReloadOutcome verdict;

    /**
     * Somebody waits for a process to be ready.
     *
     * @param kind what it will have been if all goes well
     */
    CompletableFuture<ReloadOutcome> ready(Kind kind) {
        ForReady wish = new ForReady(kind, new CompletableFuture<>());
        forReady.add(wish);
        return wish.promise;
    }

    /** Somebody waits for its processes to end. */
    CompletableFuture<Void> end() {
        CompletableFuture<Void> promise = new CompletableFuture<>();
        forEnd.add(promise);
        return promise;
    }

    /** It has come to this; said when the decision is complete. */
    void decide(ReloadOutcome outcome) {
        verdict = outcome;
    }

    /** The decision is complete. */
    void tell(InstanceState state) {
        ReloadOutcome told = verdict;
        verdict = null;
        if (told != null || state == InstanceState.ONLINE) {
            List<ForReady> all = List.copyOf(forReady);
            forReady.clear();
            all.forEach(wish -> wish.promise.complete(told == null ? ReloadOutcome.of(wish.kind) : told));
        }
    }

    /** What was to end has ended. */
    void ended() {
        List<CompletableFuture<Void>> all = List.copyOf(forEnd);
        forEnd.clear();
        all.forEach(promise -> promise.complete(null));
    }
}
