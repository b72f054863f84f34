package millrace.offload.flow;

import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.Flow;

/**
 * Publishes what is fetched piece by piece on a lane. A piece is fetched when it has been asked for, not before, so
 * that a slow subscriber costs no more than an idle one.
 *
 * <p>Signals come on the loop where this was made; {@code subscribe}, {@code request} and {@code cancel} may come from
 * any thread. One subscriber only.
 */
public final class Pull<T> implements Flow.Publisher<T>, Flow.Subscription {
    /** Where the pieces come from. One thread at a time; not the loop's, but for {@link #isOver}. */
    public interface Source<T> {
        /** The next piece, or {@code null} when there is none. */
        T next() throws IOException;

        /** Whether there is known to be none; what {@link #next} left behind. */
        boolean isOver();

        /** Called when nothing is being fetched. Closing twice is the same as once. */
        void close();
    }

    private final Source<T> source;
    private final String what;
    private final PatientLane lane;
    private final Demand demand = new Demand();
    private Flow.Subscriber<? super T> subscriber;
    private boolean fetching;

    /** The source has no more; and, nobody wants more. */
    private boolean exhausted;

    private boolean over;

    /** @param what it is, for errors: {@code the stream of a file} */
    public Pull(PatientLane lane, Source<T> source, String what) {
        this.lane = lane;
        this.source = source;
        this.what = what;
    }

    @Override
    public void subscribe(Flow.Subscriber<? super T> newcomer) {
        Objects.requireNonNull(newcomer);
        lane.onLoop(() -> {
            if (subscriber != null || over) {
                NoSubscription.refuse(newcomer, what);
            } else {
                subscriber = newcomer;
                newcomer.onSubscribe(this);
            }
        });
    }

    @Override
    public void request(long n) {
        lane.onLoop(() -> {
            if (over) {
                return;
            }
            try {
                demand.add(n);
            } catch (IllegalArgumentException e) {
                end(e);
                return;
            }
            fetch();
        });
    }

    /** Ends it. Without a subscriber too. */
    @Override
    public void cancel() {
        lane.onLoop(() -> {
            if (!over) {
                over = true;
                release();
            }
        });
    }

    private void fetch() {
        if (!fetching && !exhausted && !over && demand.isThere()) {
            fetching = true;
            lane.submit(source::next, this::fetched);
        }
    }

    private void fetched(T piece, Throwable failure) {
        fetching = false;
        if (!lane.loop().inLoop()) {
            // The loop has ended: who subscribed there is gone.
            over = true;
            source.close();
        } else if (over) {
            release();
        } else if (piece == null) {
            end(failure);
        } else {
            publish(piece);
        }
    }

    private void publish(T piece) {
        demand.take();
        // Before the subscriber can ask for the next one, and a worker change it.
        exhausted = source.isOver();
        try {
            subscriber.onNext(piece);
        } catch (RuntimeException | Error e) {
            cancel();
            throw e;
        }
        if (!exhausted) {
            fetch();
        } else if (!over) {
            end(null);
        }
    }

    private void end(Throwable failure) {
        over = true;
        release();
        if (failure == null) {
            subscriber.onComplete();
        } else {
            subscriber.onError(failure);
        }
    }

    /** Closes the source, which may wait as well, once nobody uses it. */
    private void release() {
        if (fetching) {
            return;
        }
        lane.submit(
                () -> {
                    source.close();
                    return null;
                },
                (nothing, failure) -> {
                    // A pool that is closed takes nothing more, and what waits for it would never be closed.
                    if (failure != null) {
                        source.close();
                    }
                });
    }
}
