package millrace.http.json;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.concurrent.Flow;
import millrace.loop.EventLoop;

/**
 * What a publisher publishes, on whatever thread, as the elements of an array; a few of them at a time are held. All but
 * the subscriber's methods is for the loop's own thread.
 */
final class PublishedElements implements Iterator<Object>, Flow.Subscriber<Object> {
    private static final int MOST_HELD = 64;

    private final EventLoop loop;
    private final Runnable whenReady;
    private final ArrayDeque<Object> held = new ArrayDeque<>(MOST_HELD);
    private Flow.Subscription subscription;
    private int taken;
    private boolean cancelled;
    private boolean ended;
    private Throwable failure;

    PublishedElements(EventLoop loop, Runnable whenReady) {
        this.loop = loop;
        this.whenReady = whenReady;
    }

    /** Whether {@link #hasNext} has an answer. */
    boolean isReady() {
        return !held.isEmpty() || ended;
    }

    boolean hasEnded() {
        return ended;
    }

    /** @throws ElementsFailed the publisher has failed, and what it had published before has been taken */
    @Override
    public boolean hasNext() {
        if (held.isEmpty() && failure != null) {
            throw new ElementsFailed(failure);
        }
        return !held.isEmpty();
    }

    /** Only a wrapping, so that it can go through an iterator. */
    static final class ElementsFailed extends RuntimeException {
        private static final long serialVersionUID = 1;

        ElementsFailed(Throwable cause) {
            super(cause);
        }
    }

    @Override
    public Object next() {
        Object element = held.poll();
        if (element == null) {
            throw new NoSuchElementException();
        }
        taken++;
        if (taken == MOST_HELD / 2) {
            taken = 0;
            subscription.request(MOST_HELD / 2);
        }
        return element;
    }

    void cancel() {
        cancelled = true;
        if (subscription != null && !ended) {
            subscription.cancel();
        }
    }

    @Override
    public void onSubscribe(Flow.Subscription s) {
        loop.execute(() -> {
            subscription = s;
            if (cancelled) {
                s.cancel();
            } else {
                s.request(MOST_HELD);
            }
        });
    }

    @Override
    public void onNext(Object element) {
        loop.execute(() -> {
            held.add(element);
            whenReady.run();
        });
    }

    @Override
    public void onError(Throwable error) {
        loop.execute(() -> {
            failure = error;
            ended = true;
            whenReady.run();
        });
    }

    @Override
    public void onComplete() {
        loop.execute(() -> {
            ended = true;
            whenReady.run();
        });
    }
}
