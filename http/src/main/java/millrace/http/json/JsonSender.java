package millrace.http.json;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import millrace.http.Response;
import millrace.loop.EventLoop;
import millrace.loop.Partition;

/**
 * Sends a value as JSON: made as the client takes it, in slices by time, so that neither a long answer nor a slow client
 * costs others anything. For the loop's own thread only.
 *
 * <pre>
 *              small: all in one send
 *   begun ────────────────────────────────▶ over
 *     │ much                                 ▲
 *     ▼         client is behind             │ all written, client gone, or the source failed
 *   running ──────────────────────▶ waiting ─┤
 *     ▲ │ └─ nothing published yet ─▶  │     │
 *     └─┼──────────────────────────────┘     │
 *       └────────────────────────────────────┘
 * </pre>
 */
final class JsonSender {
    /** From here on what there is goes to the client: with one step more it stays below what is copied behind a head. */
    private static final int PIECE_BYTES = 9 * 1024;

    /** A small answer is made at once: it is not worth a slice of its own. */
    private static final int INLINE_STEPS = 256;

    private final Response response;
    private final EventLoop loop;
    private final JsonBytes out = new JsonBytes();
    private final JsonWriter writer;
    private final List<PublishedElements> sources = new ArrayList<>();
    private final CompletableFuture<Void> result = new CompletableFuture<>();
    private boolean started;
    private boolean running;
    private boolean congested;

    private JsonSender(Response response, Object value) {
        this.response = response;
        this.loop = EventLoop.current();
        this.writer = new JsonWriter(value, out, this::subscribe);
    }

    static CompletionStage<Void> send(Response response, Object value) {
        if (EventLoop.current() == null) {
            throw new IllegalStateException("an answer is sent on the request's loop: use request.loop().execute");
        }
        JsonSender sender = new JsonSender(response, value);
        response.defaultType("application/json");
        response.onClosed(sender::closed);
        response.onWritable(sender::writable);
        sender.begin();
        return sender.result;
    }

    private void begin() {
        running = true;
        boolean more = true;
        for (int i = 0; i < INLINE_STEPS && more; i++) {
            more = step();
        }
        if (more) {
            Partition.on(loop).run(this::step);
        }
    }

    private void goOn() {
        if (!running && !congested && !result.isDone()) {
            running = true;
            Partition.on(loop).run(this::step);
        }
    }

    private void writable() {
        congested = false;
        goOn();
    }

    private void closed() {
        over(new IOException("the client has gone before the answer was whole"));
    }

    private PublishedElements subscribe(Flow.Publisher<?> publisher) {
        PublishedElements elements = new PublishedElements(loop, this::goOn);
        sources.removeIf(PublishedElements::hasEnded);
        sources.add(elements);
        publisher.subscribe(elements);
        return elements;
    }

    /** Whether the next can follow at once. */
    private boolean step() {
        if (result.isDone()) {
            return false;
        }
        try {
            if (writer.isDone()) {
                end();
                return false;
            }
            if (writer.isWaiting()) {
                running = false;
                flush(); // A slow publisher's elements are not kept for want of more.
                return false;
            }
            writer.step();
            if (out.length() >= PIECE_BYTES) {
                running = flush();
            }
            return running;
        } catch (PublishedElements.ElementsFailed e) {
            fail(e.getCause());
        } catch (Throwable t) {
            fail(t);
        }
        return false;
    }

    /** Whether more is welcome. */
    private boolean flush() {
        if (out.length() == 0 || result.isDone()) {
            return !result.isDone();
        }
        started = true;
        congested = !response.write(out.array(), 0, out.length());
        out.clear();
        if (response.isBodiless() && !result.isDone()) {
            response.end();
            over(null);
        }
        return !congested && !result.isDone();
    }

    private void end() {
        if (started) {
            flush();
            if (!result.isDone()) {
                response.end();
            }
        } else {
            response.send(out.array(), 0, out.length());
        }
        over(null);
    }

    private void fail(Throwable error) {
        over(error);
        response.fail(error);
    }

    /** What the publishers still publish goes nowhere. */
    private void over(Throwable error) {
        boolean first = error == null ? result.complete(null) : result.completeExceptionally(error);
        if (first) {
            sources.forEach(PublishedElements::cancel);
        }
    }
}
