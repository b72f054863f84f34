package millrace.http;

import java.nio.ByteBuffer;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;

/** Publishes one piece again and again, from threads of its own, as fast as it is asked to. */
record RepeatingPublisher(byte[] piece, int pieces, Runnable whenAsked) implements Flow.Publisher<ByteBuffer> {

    @Override
    public void subscribe(Flow.Subscriber<? super ByteBuffer> subscriber) {
        AtomicInteger published = new AtomicInteger();
        subscriber.onSubscribe(new Flow.Subscription() {
            @Override
            public void request(long n) {
                whenAsked.run();
                Thread.ofVirtual().start(() -> publish(subscriber, published, n));
            }

            @Override
            public void cancel() { /* nobody looks at what is published after that */ }
        });
    }

    private void publish(Flow.Subscriber<? super ByteBuffer> subscriber, AtomicInteger published, long n) {
        for (long i = 0; i < n; i++) {
            if (published.get() == pieces) {
                subscriber.onComplete();
                return;
            }
            published.incrementAndGet();
            subscriber.onNext(ByteBuffer.wrap(piece));
        }
    }
}
