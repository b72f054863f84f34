package millrace.http.json;

import java.io.IOException;
import java.util.concurrent.Flow;
import millrace.http.Request;
import millrace.loop.Connection;
import millrace.loop.EventLoop;

/** A request's document as events, to one subscriber, on the loop. What the subscriber asks for, it may ask anywhere. */
final class EventPublisher implements Flow.Publisher<JsonEvent>, Flow.Subscription, JsonIntake.Sink {
    private final Request request;
    private final JsonLimits limits;
    private final EventLoop loop;
    private final Connection connection;
    private JsonIntake intake;
    private Flow.Subscriber<? super JsonEvent> subscriber;
    private long demand;
    private boolean over;

    EventPublisher(Request request, JsonLimits limits) {
        this.request = request;
        this.limits = limits;
        this.loop = request.loop();
        this.connection = request.connection();
    }

    @Override
    public void subscribe(Flow.Subscriber<? super JsonEvent> fresh) {
        loop.checkThread();
        if (subscriber != null) {
            throw new IllegalStateException("a document has one subscriber, and it has one already");
        }
        subscriber = fresh;
        fresh.onSubscribe(this);
        if (!over) {
            intake = JsonIntake.begin(request, limits, this);
        }
    }

    @Override
    public void request(long n) {
        onLoop(() -> {
            if (n <= 0) {
                refuse(n);
                return;
            }
            demand = demand + n < 0 ? Long.MAX_VALUE : demand + n;
            if (intake != null) {
                intake.goOn();
            }
        });
    }

    private void refuse(long n) {
        if (!over) {
            cancel();
            subscriber.onError(new IllegalArgumentException("asked for " + n + " events"));
        }
    }

    @Override
    public void cancel() {
        onLoop(() -> {
            over = true;
            if (intake != null) {
                intake.cancel();
            }
        });
    }

    private void onLoop(Runnable action) {
        if (loop.inLoop()) {
            action.run();
        } else {
            loop.execute(action);
        }
    }

    @Override
    public boolean wantsMore() {
        return demand > 0;
    }

    @Override
    public void event(JsonEvent event) {
        demand--;
        subscriber.onNext(event);
    }

    @Override
    public void complete() {
        end(subscriber::onComplete);
    }

    @Override
    public void fail(Throwable why) {
        end(() -> subscriber.onError(why));
    }

    /** A subscriber that throws now will not answer, and can be told no more: the client must not wait for it. */
    private void end(Runnable last) {
        over = true;
        try {
            last.run();
        } catch (RuntimeException | Error e) {
            IOException why = new IOException("a subscriber of a JSON document has failed at its end", e);
            connection.abort(why);
            loop.execute(() -> {
                throw new IllegalStateException(why.getMessage(), e); // To whoever hears of the loop's uncaught errors.
            });
        }
    }
}
