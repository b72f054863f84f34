package millrace.http;

import java.nio.ByteBuffer;
import java.util.concurrent.Flow;
import millrace.loop.EventLoop;

/** Sends what a publisher publishes, on whatever thread, as a response's body; asks for more as the client takes it. */
final class BodySender implements Flow.Subscriber<ByteBuffer> {
    private final Response response;
    private final EventLoop loop;
    private Flow.Subscription subscription;

    BodySender(Response response, EventLoop loop) {
        this.response = response;
        this.loop = loop;
    }

    @Override
    public void onSubscribe(Flow.Subscription s) {
        subscription = s;
        onLoop(() -> {
            response.onWritable(this::more);
            response.onClosed(s::cancel);
            more();
        });
    }

    private void more() {
        subscription.request(1);
    }

    @Override
    public void onNext(ByteBuffer buffer) {
        onLoop(() -> {
            if (response.write(buffer)) {
                more();
            }
        });
    }

    @Override
    public void onError(Throwable error) {
        onLoop(() -> response.fail(error));
    }

    @Override
    public void onComplete() {
        onLoop(response::end);
    }

    /** Always by way of the queue: a publisher that publishes inside of request would nest without end. */
    private void onLoop(Runnable action) {
        loop.execute(action);
    }
}
