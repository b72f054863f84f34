package millrace.offload.file;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.function.BiConsumer;

/** Collects items; what it asks for, and when, is the test's. */
public final class Collector<T> implements Flow.Subscriber<T> {
    public final List<T> items = new ArrayList<>();
    public final CompletableFuture<List<T>> completion = new CompletableFuture<>();
    private final long first;
    private final BiConsumer<Flow.Subscription, Collector<T>> afterEach;
    Flow.Subscription subscription;

    public Collector(long first, BiConsumer<Flow.Subscription, Collector<T>> afterEach) {
        this.first = first;
        this.afterEach = afterEach;
    }

    /** Asks for one after the other. */
    public static <T> Collector<T> oneByOne() {
        return new Collector<>(1, (subscription, self) -> subscription.request(1));
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
        subscription = given;
        given.request(first);
    }

    @Override
    public void onNext(T item) {
        items.add(item);
        afterEach.accept(subscription, this);
    }

    @Override
    public void onError(Throwable cause) {
        completion.completeExceptionally(cause);
    }

    @Override
    public void onComplete() {
        completion.complete(items);
    }
}
