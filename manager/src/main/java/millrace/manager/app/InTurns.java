package millrace.manager.app;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * Does something to each of several things, some at a time, in order. The first failure keeps those that have not begun
 * from beginning, and is the failure of the whole when all that had begun are through. One thread, the loop's.
 */
public final class InTurns<T> {
    private final ArrayDeque<T> waiting;
    private final Function<T, CompletionStage<?>> action;
    private final CompletableFuture<Void> done = new CompletableFuture<>();
    private final int atOnce;
    private boolean goingOn;
    private int underWay;
    private Throwable failure;

    private InTurns(Collection<T> things, int atOnce, Function<T, CompletionStage<?>> action) {
        this.waiting = new ArrayDeque<>(things);
        this.atOnce = Math.max(1, atOnce);
        this.action = action;
    }

    /** @param atOnce how many may be under way */
    public static <T> CompletionStage<Void> each(
            Collection<T> things, int atOnce, Function<T, CompletionStage<?>> action) {
        InTurns<T> turns = new InTurns<>(things, atOnce, action);
        turns.goOn();
        return turns.done;
    }

    /** What is done at once comes back here from inside: the one that is going on sees to the rest. */
    private void goOn() {
        if (goingOn) {
            return;
        }
        goingOn = true;
        while (failure == null && underWay < atOnce && !waiting.isEmpty()) {
            underWay++;
            begin(waiting.remove()).whenComplete((result, problem) -> {
                underWay--;
                if (problem != null && failure == null) {
                    failure = problem;
                }
                goOn();
            });
        }
        goingOn = false;
        endIfThrough();
    }

    private CompletionStage<?> begin(T thing) {
        try {
            return action.apply(thing);
        } catch (RuntimeException e) {
            return CompletableFuture.failedStage(e);
        }
    }

    private void endIfThrough() {
        if (underWay == 0 && (waiting.isEmpty() || failure != null)) {
            if (failure != null) {
                done.completeExceptionally(failure);
            } else {
                done.complete(null);
            }
        }
    }
}
