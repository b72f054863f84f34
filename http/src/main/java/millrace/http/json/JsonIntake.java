package millrace.http.json;

import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.concurrent.Flow;
import millrace.http.Request;
import millrace.loop.EventLoop;
import millrace.loop.Partition;

/**
 * Takes a request's body through the parser to whoever wants its events. On the loop's own thread, and cut into slices
 * by time: between two of them the loop serves others.
 *
 * <p>Bytes are asked for only when there are few left and an event is wanted. So a sink that wants none leaves the body
 * with the client, and what is held here is a piece of the body and what the limits allow.
 */
final class JsonIntake implements Flow.Subscriber<ByteBuffer> {
    /** A small document is not worth a slice of its own: that would wait for the end of the turn. */
    private static final int INLINE_BYTES = 4 * 1024;

    /** With more than this unread nothing is asked for. Small pieces come together up to here. */
    private static final int ENOUGH_BYTES = 16 * 1024;

    /** Where events go. It must not throw when it is told of the end. */
    interface Sink {
        boolean wantsMore();

        void event(JsonEvent event) throws JsonException;

        void complete();

        void fail(Throwable why);
    }

    private final EventLoop loop;
    private final JsonTokens tokens;
    private final Sink sink;
    private Flow.Subscription subscription;
    private boolean asked;
    private boolean running;
    private boolean finished;
    private boolean bodyEnded;
    private long inlineTurn = -1;

    private JsonIntake(EventLoop loop, JsonLimits limits, Sink sink) {
        this.loop = loop;
        this.tokens = new JsonTokens(limits);
        this.sink = sink;
    }

    /** Begins to read, or refuses at once what the head says already. Null then. */
    static JsonIntake begin(Request request, JsonLimits limits, Sink sink) {
        if (request.contentLength() > limits.bytes()) {
            sink.fail(JsonTokens.tooLong(limits));
        } else if (!isJson(request.header("Content-Type"))) {
            sink.fail(JsonException.status(415, "the body must be JSON: send it with Content-Type: application/json"));
        } else {
            JsonIntake intake = new JsonIntake(request.loop(), limits, sink);
            request.body().subscribe(intake);
            return intake;
        }
        return null;
    }

    /** {@code application/json}, or what is JSON underneath (RFC 6839 section 3.1). Without a type it may be. */
    private static boolean isJson(String type) {
        if (type == null) {
            return true;
        }
        int end = type.indexOf(';');
        String media = (end < 0 ? type : type.substring(0, end)).strip().toLowerCase(Locale.ROOT);
        return media.equals("application/json") || media.endsWith("+json");
    }

    @Override
    public void onSubscribe(Flow.Subscription s) {
        subscription = s;
        goOn();
    }

    @Override
    public void onNext(ByteBuffer piece) {
        asked = false;
        if (finished) {
            return;
        }
        try {
            int start = piece.arrayOffset() + piece.position();
            tokens.put(piece.array(), start, start + piece.remaining());
        } catch (JsonException e) {
            fail(e);
            return;
        }
        goOn();
        if (running) {
            ask(); // Small pieces come together while the slice is waited for: else each would take a turn.
        }
    }

    @Override
    public void onComplete() {
        bodyEnded = true;
        tokens.end();
        goOn();
    }

    @Override
    public void onError(Throwable t) {
        fail(t);
    }

    /** There are bytes, or the sink wants more. */
    void goOn() {
        if (running || finished || !wantsMore()) {
            return;
        }
        if (tokens.isReady()) {
            running = true;
            if (tokens.unread() <= INLINE_BYTES && inlineTurn != loop.turns()) {
                inlineTurn = loop.turns();
                while (step()) { } // Bounded by the bytes that are there.
            } else {
                Partition.on(loop).run(this::step);
            }
        } else {
            ask();
        }
    }

    /** One event, or one window; whether the next can follow at once. */
    private boolean step() {
        if (finished) {
            return false;
        }
        try {
            JsonEvent event = tokens.next();
            if (event != null) {
                sink.event(event);
            }
        } catch (Throwable t) {
            fail(t); // Of whatever kind it is: nobody else would tell the sink.
            return false;
        }
        if (finished) {
            return false;
        }
        if (tokens.isOver()) {
            finish();
            sink.complete();
            return false;
        }
        if (tokens.isReady() && wantsMore()) {
            return true;
        }
        running = false;
        ask();
        return false;
    }

    /** Behind the value there is no event any more: only its end, or that it is wrong, and that is told unasked. */
    private boolean wantsMore() {
        return tokens.isComplete() || sink.wantsMore();
    }

    private void ask() {
        if (!finished && !asked && !bodyEnded && tokens.unread() < ENOUGH_BYTES && wantsMore()) {
            asked = true;
            subscription.request(1);
        }
    }

    /** No more events are wanted; the rest of the body is thrown away. */
    void cancel() {
        if (!finished) {
            finish();
            subscription.cancel();
        }
    }

    private void finish() {
        finished = true;
        tokens.close();
    }

    private void fail(Throwable why) {
        if (!finished) {
            cancel();
            sink.fail(why);
        }
    }
}
