package millrace.http;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.Flow;

/** A request body as a publisher with one subscriber. For the loop's own thread only. */
final class RequestBody implements Flow.Publisher<ByteBuffer>, Flow.Subscription {
    private final Carrier connection;
    private Flow.Subscriber<? super ByteBuffer> subscriber;
    private long demand;
    private boolean cancelled;
    private boolean complete;
    private Throwable failure;

    RequestBody(Carrier connection, boolean complete, Throwable failure) {
        this.connection = connection;
        this.complete = complete;
        this.failure = failure;
    }

    @Override
    public void subscribe(Flow.Subscriber<? super ByteBuffer> fresh) {
        connection.server.loop.checkThread();
        if (subscriber != null || cancelled) {
            fresh.onSubscribe(new Nothing());
            fresh.onError(new IllegalStateException("a request body has one subscriber, and it has one already"));
            return;
        }
        subscriber = fresh;
        fresh.onSubscribe(this);
        signalEnd();
    }

    /** For whoever comes too late. */
    private static final class Nothing implements Flow.Subscription {
        @Override
        public void request(long n) { /* there will be nothing */ }

        @Override
        public void cancel() { /* there is nothing */ }
    }

    @Override
    public void request(long n) {
        connection.server.loop.checkThread();
        if (n <= 0) {
            fail(new IllegalArgumentException("asked for " + n + " buffers"));
            return;
        }
        demand = demand + n < 0 ? Long.MAX_VALUE : demand + n;
        if (!complete && !cancelled) {
            connection.bodyWanted();
        }
    }

    @Override
    public void cancel() {
        connection.server.loop.checkThread();
        subscriber = null;
        if (!cancelled) {
            cancelled = true;
            connection.bodyWanted();
        }
    }

    /** Whether the next bytes may come: they are asked for, or will be thrown away. */
    boolean isWanted() {
        return demand > 0 || cancelled;
    }

    boolean isCancelled() {
        return cancelled;
    }

    void deliver(byte[] b, int from, int to) {
        if (subscriber != null) {
            demand--;
            subscriber.onNext(ByteBuffer.wrap(Arrays.copyOfRange(b, from, to)));
        }
    }

    void complete() {
        complete = true;
        signalEnd();
    }

    void fail(Throwable why) {
        if (!complete && failure == null) {
            failure = why;
            signalEnd();
        }
    }

    private void signalEnd() {
        Flow.Subscriber<? super ByteBuffer> to = subscriber;
        if (to != null && (complete || failure != null)) {
            subscriber = null;
            cancelled = true;
            if (failure != null) {
                to.onError(failure);
            } else {
                to.onComplete();
            }
        }
    }
}
