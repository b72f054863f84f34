package millrace.http.json;

import java.util.concurrent.Flow;
import millrace.http.Request;
import millrace.loop.EventLoop;

/** A request's document as events, to one subscriber, on the loop. What the subscriber asks for, it may ask anywhere. */
final class EventPublisher implements Flow.Publisher<JsonEvent>, Flow.Subscription, JsonIntake.Sink {
    private final Request request;
    private final JsonLimits limits;
    private final EventLoop loop;
    private JsonIntake intake;
    private Flow.Subscriber<? super JsonEvent> subscriber;
    private long demand;
    private boolean over;

    EventPublisher(Request request, JsonLimits limits) {
        this.request = request;
        this.limits = limits;
        this.loop = request.loop();
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
        over = true;
        subscriber.onComplete();
    }

    @Override
    public void fail(Throwable why) {
        over = true;
        subscriber.onError(why);
    }
}
