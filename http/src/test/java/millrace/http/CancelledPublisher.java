package millrace.http;

import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;

/** Publishes nothing, and waits to be cancelled. */
record CancelledPublisher(CompletableFuture<Void> cancelled) implements Flow.Publisher<ByteBuffer> {
    @Override
    public void subscribe(Flow.Subscriber<? super ByteBuffer> subscriber) {
        subscriber.onSubscribe(new Flow.Subscription() {
            @Override
            public void request(long n) { /* there is nothing */ }

            @Override
            public void cancel() {
                cancelled.complete(null);
            }
        });
    }
}
