package millrace.http.json;

import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import millrace.http.Handler;
import millrace.http.Request;
import millrace.http.Response;

/**
 * JSON in and out (RFC 8259), on the loop of the request and never long at a time: documents of any size are read as they
 * come and written as the client takes them, in slices of about a millisecond, between which the loop serves others.
 *
 * <p>What a client has sent is refused with a {@link JsonException}, whose answer says what was wrong and where: given to
 * {@link Response#fail}, or done by {@link #handler}. A document is UTF-8 (a byte order mark is skipped), and there is
 * one value in it, with nothing behind it.
 *
 * <p>Reading needs the module {@code com.fasterxml.jackson.core}. Loading it is the one thing here that takes long, some
 * tens of milliseconds: a program does that before it listens, by making a {@link #handler} or by {@link #load}.
 */
public final class Json {
    private Json() {}

    /** Loads what reading and writing need, so that no first request finds the loop busy with that. Any thread. */
    public static void load() {
        Rehearsal.run();
    }

    /** The body as a tree, within {@link JsonLimits#TREE}. */
    public static CompletionStage<JsonValue> read(Request request) {
        return read(request, JsonLimits.TREE);
    }

    /**
     * The body as a tree, on the loop. An object with two members of one name is refused.
     *
     * @return fails with {@link JsonException} when the client is to blame: 400, 413, or 415 when the body is said to be
     *     something else
     */
    public static CompletionStage<JsonValue> read(Request request, JsonLimits limits) {
        TreeSink tree = new TreeSink();
        JsonIntake.begin(request, limits, tree);
        return tree.result();
    }

    /**
     * A document that is there as a whole, as a tree: at once, so for small ones. An object with two members of one name
     * is refused.
     *
     * @param bytes stay as they are
     * @throws JsonException it is no JSON, or beyond {@link JsonLimits#TREE}
     */
    public static JsonValue parse(byte[] bytes, int from, int end) throws JsonException {
        TreeBuilder tree = new TreeBuilder();
        try (JsonTokens tokens = new JsonTokens(JsonLimits.TREE)) {
            tokens.put(bytes, from, end);
            tokens.end();
            while (tokens.isReady()) {
                JsonEvent event = tokens.next();
                if (event != null) {
                    tree.add(event);
                }
            }
        }
        return tree.root();
    }

    /** As {@link #handler(JsonLimits, JsonHandler)}, within {@link JsonLimits#TREE}. */
    public static Handler handler(JsonHandler handler) {
        return handler(JsonLimits.TREE, handler);
    }

    /** A handler that is called with the body, and not at all when the body is no JSON: that is answered for it. */
    public static Handler handler(JsonLimits limits, JsonHandler handler) {
        load();
        return (request, response) -> read(request, limits).whenComplete((body, error) -> {
            if (error != null) {
                response.fail(error);
                return;
            }
            try {
                handler.handle(body, request, response);
            } catch (Throwable t) {
                response.fail(t);
            }
        });
    }

    /**
     * The body as events, as they come: for one subscriber, that is called on the loop. While it asks for none, the rest
     * of the document stays with the client. It may ask and cancel on any thread.
     *
     * <p>That the document is wrong may show only after many events. {@code onComplete} says that it was right to its
     * end.
     */
    public static Flow.Publisher<JsonEvent> events(Request request, JsonLimits limits) {
        return new EventPublisher(request, limits);
    }

    /**
     * Ends a response with a value: a {@link JsonValue}, String, Number, Boolean, null; a Map with strings as keys; or as
     * an array an Iterable, Iterator, array of objects or {@code Flow.Publisher}; with more such inside, up to
     * 1,000 deep.
     *
     * <p>An answer of more than a few kilobytes is made as the client takes it. Iterators are asked, on the loop, for one
     * element when its turn has come, so they must not wait; publishers may take their time. What is sent must not change
     * before it has been. Uses the response's {@code onWritable} and {@code onClosed}.
     *
     * <p>NaN and the infinities are refused, as is what is not in the list above: with 500 while nothing has been sent,
     * otherwise by breaking the answer off. Half of a surrogate pair is sent as an escape.
     *
     * @return completes, on the loop, when all has been written; fails when it could not be, or the client has gone
     */
    public static CompletionStage<Void> send(Response response, Object value) {
        return JsonSender.send(response, value);
    }

    /**
     * A document that is there as a whole, such as a file's, at once: not for a loop, unless it is small.
     *
     * @throws JsonException it is no JSON, or beyond a limit
     */
    public static JsonValue parse(byte[] document, JsonLimits limits) throws JsonException {
        TreeBuilder tree = new TreeBuilder();
        try (JsonTokens tokens = new JsonTokens(limits)) {
            tokens.put(document, 0, document.length);
            tokens.end();
            while (tokens.isReady()) {
                JsonEvent event = tokens.next();
                if (event != null) {
                    tree.add(event);
                }
            }
        }
        return tree.root();
    }

    /**
     * A value as JSON in UTF-8, at once: for small ones. Takes what {@link #send} takes, without publishers.
     *
     * @throws IllegalArgumentException something that has no form in JSON
     */
    public static byte[] bytes(Object value) {
        return JsonText.of(value);
    }
}
