package millrace.http.json;

import java.util.concurrent.CompletableFuture;

/** Collects a whole document. */
final class TreeSink implements JsonIntake.Sink {
    private final TreeBuilder tree = new TreeBuilder();
    private final CompletableFuture<JsonValue> result = new CompletableFuture<>();

    CompletableFuture<JsonValue> result() {
        return result;
    }

    @Override
    public boolean wantsMore() {
        return true;
    }

    @Override
    public void event(JsonEvent event) throws JsonException {
        tree.add(event);
    }

    @Override
    public void complete() {
        result.complete(tree.root());
    }

    @Override
    public void fail(Throwable why) {
        result.completeExceptionally(why);
    }
}
