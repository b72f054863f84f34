package millrace.http.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Flow;
import java.util.concurrent.SubmissionPublisher;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import millrace.http.Handler;
import millrace.http.HttpServer;
import millrace.http.RawClient;
import millrace.http.RawClient.Answer;
import millrace.http.Request;
import millrace.http.Servers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Answers in JSON, over real connections. */
class JsonSendTest {
    /** Of a few characters each: more than all buffers of the kernel hold. */
    private static final long MANY = 4_000_000;

    private static Iterator<Long> counting(AtomicLong asked) {
        return LongStream.range(0, MANY).peek(i -> asked.set(i + 1)).iterator();
    }

    @Test
    void aSmallAnswerHasItsLengthAndALargeOneGoesInChunks() throws Exception {
        Handler handler = (request, response) -> Json.send(
                response, Map.of("list", Collections.nCopies(request.pathIs("/small") ? 10 : 10_000, "é")));
        try (HttpServer server = Servers.start(handler);
                RawClient client = new RawClient(server)) {
            for (int i = 0; i < 3; i++) {
                Answer small = client.get("/small").answer();
                assertEquals("60", small.field("content-length"));
                assertEquals("application/json", small.field("content-type"));
                Answer large = client.get("/large").answer();
                assertEquals("chunked", large.field("transfer-encoding"));
                assertEquals(50_010, large.body().length(), "bytes, in Latin-1");
            }
        }
    }

    @Test
    void theTypeThatTheApplicationHasGivenIsKept() throws Exception {
        Handler handler = (_, response) -> Json.send(response.header("Content-Type", "application/geo+json"), List.of());
        try (HttpServer server = Servers.start(handler);
                RawClient client = new RawClient(server)) {
            assertEquals("application/geo+json", client.get("/").answer().field("content-type"));
        }
    }

    @Test
    void headGetsNoBodyAndDoesNotMakeAllOfIt() throws Exception {
        AtomicLong asked = new AtomicLong();
        try (HttpServer server = Servers.start((_, response) -> Json.send(response, counting(asked)));
                RawClient client = new RawClient(server)) {
            Answer answer = client.send("HEAD / HTTP/1.1\r\nHost: a\r\n\r\n").answerToHead();
            assertEquals("application/json", answer.field("content-type"));
            client.send("HEAD / HTTP/1.1\r\nHost: a\r\n\r\n").answerToHead();
            assertTrue(asked.get() < 10_000, () -> asked.get() + " elements for a head");
        }
    }

    /** Memory is bounded by what the client has taken: elements are asked for only as it takes them. */
    @Test
    @Timeout(120)
    void aClientThatStopsReadingStopsTheMakingAndGetsAllWhenItGoesOn() throws Exception {
        AtomicLong asked = new AtomicLong();
        CompletableFuture<Request> request = new CompletableFuture<>();
        CompletableFuture<Void> sent = new CompletableFuture<>();
        Handler handler = (r, response) -> {
            request.complete(r);
            Json.send(response, counting(asked)).whenComplete((done, _) -> sent.complete(done));
        };
        try (HttpServer server = Servers.start(handler);
                RawClient client = new RawClient(server)) {
            client.get("/");
            Request r = request.get(30, TimeUnit.SECONDS);
            // Still is what has not moved over several turns with bytes waiting.
            long before = -1;
            while (before != asked.get() || queuedBytes(r) == 0) {
                before = asked.get();
                for (int i = 0; i < 20; i++) {
                    queuedBytes(r);
                }
            }
            assertTrue(before < MANY && !sent.isDone(), () -> asked.get() + " elements are more than the kernel holds");
            assertTrue(queuedBytes(r) < 256 * 1024, "what waits in the server is bounded");
            String body = client.answer().body();
            assertEquals(expectedLength(), body.length());
            assertTrue(body.endsWith("," + (MANY - 1) + "]"));
            sent.get(30, TimeUnit.SECONDS);
        }
    }

    private static long queuedBytes(Request r) throws Exception {
        return r.loop().submit(() -> r.connection().queuedBytes()).toCompletableFuture().get(30, TimeUnit.SECONDS);
    }

    private static long expectedLength() {
        long digits = 0;
        for (long from = 0, to = 10, size = 1; from < MANY; from = to, to *= 10, size++) {
            digits += size * (Math.min(to, MANY) - from);
        }
        return digits + MANY + 1;
    }

    @Test
    void aClientThatLeavesEndsTheMaking() throws Exception {
        AtomicLong asked = new AtomicLong();
        CompletableFuture<Void> sent = new CompletableFuture<>();
        Handler handler = (_, response) -> Json.send(response, counting(asked))
                .whenComplete((_, e) -> sent.completeExceptionally(e));
        try (HttpServer server = Servers.start(handler)) {
            try (RawClient client = new RawClient(server)) {
                client.get("/");
                client.socket.setSoLinger(true, 0); // Closing resets.
            }
            CompletionException e = assertThrows(CompletionException.class, sent.orTimeout(30, TimeUnit.SECONDS)::join);
            assertTrue(e.getCause() instanceof IOException, e::toString);
            assertTrue(asked.get() < MANY);
        }
    }

    /** The loop is not held up: a turn goes round between two parts of one long answer. */
    @Test
    void othersAreServedWhileALongAnswerIsMade() throws Exception {
        AtomicLong asked = new AtomicLong();
        CompletableFuture<Long> turns = new CompletableFuture<>();
        Handler handler = (request, response) -> {
            if (request.pathIs("/small")) {
                response.send(Long.toString(asked.get()));
                return;
            }
            long begun = request.loop().turns();
            Json.send(response, counting(asked)).thenRun(() -> turns.complete(request.loop().turns() - begun));
        };
        try (HttpServer server = Servers.start(handler);
                RawClient client = new RawClient(server);
                RawClient other = new RawClient(server)) {
            client.get("/");
            long made = Long.parseLong(other.get("/small").answer().body());
            assertTrue(made < MANY, "answered in the midst of it");
            assertEquals(expectedLength(), client.answer().body().length());
            assertTrue(turns.get(30, TimeUnit.SECONDS) > 20, "cut into many slices");
        }
    }

    @Test
    void whatIsPublishedIsSentAsItComes() throws Exception {
        CompletableFuture<SubmissionPublisher<Object>> publisher = new CompletableFuture<>();
        Handler handler = (_, response) -> {
            SubmissionPublisher<Object> p = new SubmissionPublisher<>();
            Json.send(response, Map.of("rows", p));
            publisher.complete(p);
        };
        try (HttpServer server = Servers.start(handler);
                RawClient client = new RawClient(server)) {
            client.get("/");
            try (SubmissionPublisher<Object> p = publisher.get(30, TimeUnit.SECONDS)) {
                for (int i = 0; i < 1_000; i++) {
                    p.submit(i % 2 == 0 ? List.of(i) : "x");
                }
            }
            Answer answer = client.answer();
            assertEquals("{\"rows\":[" + String.join(",", IntStream.range(0, 1_000)
                    .mapToObj(i -> i % 2 == 0 ? "[" + i + "]" : "\"x\"").toList()) + "]}", answer.body());
        }
    }

    @Test
    void aPublisherThatFailsBreaksTheAnswerOff() throws Exception {
        CompletableFuture<Throwable> told = new CompletableFuture<>();
        Handler handler = (_, response) -> Json.send(response, failing())
                .whenComplete((_, error) -> told.complete(error));
        try (HttpServer server = Servers.start(handler);
                RawClient client = new RawClient(server)) {
            assertThrows(IOException.class, () -> client.get("/").answer());
            assertEquals("the source is dry", told.get(30, TimeUnit.SECONDS).getMessage());
        }
    }

    private static Flow.Publisher<Object> failing() {
        return subscriber -> {
            subscriber.onSubscribe(new Flow.Subscription() {
                @Override
                public void request(long n) {
                    subscriber.onNext("one");
                    subscriber.onError(new IllegalStateException("the source is dry"));
                }

                @Override
                public void cancel() { /* it has ended already */ }
            });
        };
    }

    /** An answer may be made of any number of publishers, one after the other. */
    @Test
    void publishersThatHaveEndedAreNotKept() throws Exception {
        List<WeakReference<Flow.Subscription>> subscriptions = new ArrayList<>();
        AtomicLong kept = new AtomicLong();
        Handler handler = (_, response) -> Json.send(response, IntStream.rangeClosed(1, 1_000).mapToObj(i -> {
            if (i == 1_000) {
                System.gc();
                kept.set(subscriptions.stream().filter(s -> s.get() != null).count());
            }
            return empty(subscriptions);
        }).iterator());
        try (HttpServer server = Servers.start(handler);
                RawClient client = new RawClient(server)) {
            assertEquals(1 + 1_000 * 3, client.get("/").answer().body().length());
            assertTrue(kept.get() < 10, () -> kept + " subscriptions are kept");
        }
    }

    private static Flow.Publisher<Object> empty(List<WeakReference<Flow.Subscription>> subscriptions) {
        return subscriber -> {
            Flow.Subscription subscription = new Flow.Subscription() {
                @Override
                public void request(long n) {
                    subscriber.onComplete();
                }

                @Override
                public void cancel() { /* it has ended already */ }
            };
            subscriptions.add(new WeakReference<>(subscription));
            subscriber.onSubscribe(subscription);
        };
    }

    @Test
    void whatHasNoFormIsA500WhileNothingHasBeenSent() throws Exception {
        Handler handler = (request, response) -> {
            Object broken = Double.NaN;
            int before = request.pathIs("/early") ? 10 : 100_000;
            Json.send(response, Arrays.asList(Collections.nCopies(before, 1), broken));
        };
        try (HttpServer server = Servers.start(handler);
                RawClient client = new RawClient(server)) {
            Answer answer = client.get("/early").answer();
            assertEquals(500, answer.status());
            assertNull(answer.field("transfer-encoding"));
            assertTrue(answer.body().contains("incident"));
            assertThrows(IOException.class, () -> client.get("/late").answer(), "it cannot look whole");
        }
    }
}
