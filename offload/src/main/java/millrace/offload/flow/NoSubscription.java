package millrace.offload.flow;

import java.util.concurrent.Flow;

/** For a subscriber that came second: it is told so, and nothing else. */
public final class NoSubscription implements Flow.Subscription {
    private NoSubscription() {}

    public static void refuse(Flow.Subscriber<?> subscriber, String what) {
        subscriber.onSubscribe(new NoSubscription());
        subscriber.onError(new IllegalStateException(what + " has one subscriber, and it has one already"));
    }

    @Override
    public void request(long n) {
        // There will be nothing.
    }

    @Override
    public void cancel() {
        // There is nothing.
    }
}
