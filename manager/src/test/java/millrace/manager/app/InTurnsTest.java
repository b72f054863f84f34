package millrace.manager.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

final class InTurnsTest {
    private final Map<String, CompletableFuture<Void>> begun = new LinkedHashMap<>();

    private CompletionStage<Void> begin(String thing) {
        CompletableFuture<Void> stage = new CompletableFuture<>();
        begun.put(thing, stage);
        return stage;
    }

    private CompletableFuture<Void> run(int atOnce, String... things) {
        return InTurns.each(List.of(things), atOnce, this::begin).toCompletableFuture();
    }

    @Test
    void noMoreThanAllowedAreUnderWay() {
        CompletableFuture<Void> all = run(2, "a", "b", "c");
        assertEquals(List.of("a", "b"), new ArrayList<>(begun.keySet()));
        begun.get("b").complete(null);
        assertEquals(List.of("a", "b", "c"), new ArrayList<>(begun.keySet()));
        begun.get("a").complete(null);
        assertFalse(all.isDone());
        begun.get("c").complete(null);
        assertTrue(all.isDone());
    }

    @Test
    void afterAFailureNothingBeginsAndWhatHasBegunIsWaitedFor() {
        CompletableFuture<Void> all = run(2, "a", "b", "c");
        begun.get("a").completeExceptionally(new IllegalStateException("no"));
        assertFalse(all.isDone());
        begun.get("b").complete(null);
        assertTrue(all.isCompletedExceptionally());
        assertFalse(begun.containsKey("c"));
    }

    @Test
    void nothingToDoIsDone() {
        assertTrue(run(2).isDone());
    }

    @Test
    void whatCannotEvenBeginIsAFailure() {
        assertTrue(InTurns.each(List.of("a"), 1, thing -> {
                    throw new IllegalStateException(thing);
                })
                .toCompletableFuture()
                .isCompletedExceptionally());
    }

    @Test
    void manyThatAreDoneAtOnceDoNotExhaustTheStack() {
        List<Integer> many = java.util.stream.IntStream.range(0, 100_000).boxed().toList();
        assertTrue(InTurns.each(many, 1, thing -> CompletableFuture.completedStage(null))
                .toCompletableFuture()
                .isDone());
    }
}
