package millrace.loop;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.concurrent.Flow;

/**
 * A connection as {@code java.util.concurrent.Flow} sees it: what comes in is a publisher with one subscriber, what goes
 * out is a subscriber. Back-pressure goes through on both sides: no demand, and the connection is not read; a peer that
 * does not read, and the {@link #sink} asks for nothing.
 *
 * <p>Signals come from the loop's thread. {@code request} and {@code cancel} may come from any thread.
 */
public final class FlowStream implements StreamHandler, Flow.Publisher<ByteBuffer> {
    private final Connection connection;
    private final Sink sink = new Sink();
    private Flow.Subscriber<? super ByteBuffer> subscriber;
    private long demand;
    private boolean done;

    /** Why it is done, for whoever subscribes later. */
    private IOException failure;

    /** The handler of a new connection: an {@link Acceptor} is {@code FlowStream::new} and what is done with it. */
    public FlowStream(Connection connection) {
        this.connection = connection;
        connection.pause();
    }

    public Connection connection() {
        return connection;
    }

    /** Where the connection's output goes in. Completing it ends the connection's writing side. */
    public Flow.Subscriber<ByteBuffer> sink() {
        return sink;
    }

    /** Subscribes to the connection's input. Each buffer belongs to the subscriber. Any thread; only once. */
    @Override
    public void subscribe(Flow.Subscriber<? super ByteBuffer> newcomer) {
        Objects.requireNonNull(newcomer);
        onLoop(() -> {
            boolean second = subscriber != null;
            if (!second) {
                subscriber = newcomer;
            }
            newcomer.onSubscribe(second ? new Nothing() : new Demand());
            if (second) {
                newcomer.onError(new IllegalStateException("a connection has one subscriber"));
            } else if (done) {
                tellEnd();
            }
        });
    }

    private void onLoop(Runnable action) {
        if (connection.loop().inLoop()) {
            action.run();
        } else {
            connection.loop().execute(action);
        }
    }

    @Override
    public int onData(Connection source, byte[] buffer, int offset, int length) {
        if (done) {
            return length;
        }
        if (demand == 0) {
            connection.pause();
            return 0;
        }
        if (demand != Long.MAX_VALUE) {
            demand--;
        }
        byte[] copy = new byte[length];
        System.arraycopy(buffer, offset, copy, 0, length);
        subscriber.onNext(ByteBuffer.wrap(copy));
        if (demand == 0) {
            connection.pause();
        }
        return length;
    }

    @Override
    public void onEnd(Connection source) {
        complete(null);
        if (sink.subscription == null) {
            source.end();
        }
    }

    @Override
    public void onWritable(Connection source) {
        sink.ask();
    }

    @Override
    public void onClosed(Connection source, IOException cause) {
        complete(cause);
        sink.cancel();
    }

    private void complete(IOException cause) {
        if (done) {
            return;
        }
        done = true;
        failure = cause;
        if (subscriber != null) {
            tellEnd();
        }
    }

    private void tellEnd() {
        if (failure != null) {
            subscriber.onError(failure);
        } else {
            subscriber.onComplete();
        }
    }

    private final class Demand implements Flow.Subscription {
        @Override
        public void request(long n) {
            onLoop(() -> {
                if (n <= 0) {
                    complete(new IOException("request of " + n + " items; it must be positive (Reactive Streams 3.9)"));
                    connection.abort();
                    return;
                }
                demand = demand + n < 0 ? Long.MAX_VALUE : demand + n;
                connection.resume();
            });
        }

        @Override
        public void cancel() {
            onLoop(() -> {
                done = true;
                connection.resume();
            });
        }
    }

    private static final class Nothing implements Flow.Subscription {
        @Override
        public void request(long n) {
            // A second subscriber has been told that there is nothing for it.
        }

        @Override
        public void cancel() {
            // As above.
        }
    }

    /** One buffer is asked for at a time, as long as the write queue has room. */
    private final class Sink implements Flow.Subscriber<ByteBuffer> {
        private Flow.Subscription subscription;
        private boolean asked;

        @Override
        public void onSubscribe(Flow.Subscription source) {
            onLoop(() -> {
                if (subscription != null || connection.isClosed()) {
                    source.cancel();
                    return;
                }
                subscription = source;
                ask();
            });
        }

        private void ask() {
            if (subscription != null && !asked) {
                asked = true;
                subscription.request(1);
            }
        }

        private void cancel() {
            if (subscription != null) {
                subscription.cancel();
            }
        }

        @Override
        public void onNext(ByteBuffer buffer) {
            onLoop(() -> {
                asked = false;
                if (connection.isOpen() && connection.write(buffer)) {
                    // Not from within: a source that answers at once would recurse without end.
                    connection.loop().execute(this::ask);
                }
            });
        }

        @Override
        public void onError(Throwable t) {
            onLoop(() -> connection.abort(new IOException("the source of the connection's output failed", t)));
        }

        @Override
        public void onComplete() {
            onLoop(() -> {
                if (connection.isOpen()) {
                    connection.end();
                }
            });
        }
    }
}
