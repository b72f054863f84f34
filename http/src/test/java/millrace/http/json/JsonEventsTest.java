package millrace.http.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.logging.LogRecord;
import millrace.http.Handler;
import millrace.http.HttpServer;
import millrace.http.Logged;
import millrace.http.RawClient;
import millrace.http.Request;
import millrace.http.ServerOptions;
import millrace.http.Servers;
import millrace.http.codec.Limits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Request bodies as events, over real connections. */
class JsonEventsTest {
    private static final ServerOptions LARGE =
            ServerOptions.DEFAULT.withLimits(Limits.DEFAULT.withBodyBytes(1L << 40));

    /** Writes down what it is told, and leaves the asking to the test. */
    private static class Recorder implements Flow.Subscriber<JsonEvent> {
        final CompletableFuture<Flow.Subscription> subscription = new CompletableFuture<>();
        final BlockingQueue<String> told = new LinkedBlockingQueue<>();

        @Override
        public void onSubscribe(Flow.Subscription s) {
            subscription.complete(s);
        }

        @Override
        public void onNext(JsonEvent event) {
            told.add(event.toString());
        }

        @Override
        public void onError(Throwable error) {
            told.add("error " + error.getMessage());
        }

        @Override
        public void onComplete() {
            told.add("complete");
        }

        List<String> take(int count) throws InterruptedException {
            List<String> taken = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                taken.add(told.poll(30, TimeUnit.SECONDS));
            }
            return taken;
        }
    }

    private static Handler recording(Recorder recorder) {
        return (request, _) -> Json.events(request, JsonLimits.EVENTS).subscribe(recorder);
    }

    @Test
    void asManyEventsComeAsAreAskedForAndNoMore() throws Exception {
        Recorder recorder = new Recorder();
        try (HttpServer server = Servers.start(recording(recorder));
                RawClient client = new RawClient(server)) {
            client.send(JsonReadTest.post("{\"a\":[1,\"x\"],\"b\":null}"));
            Flow.Subscription asking = recorder.subscription.get(30, TimeUnit.SECONDS);
            asking.request(2); // On this thread: it may be any.
            assertEquals(List.of("START_OBJECT", "Name[name=a]"), recorder.take(2));
            asking.request(1);
            assertEquals(List.of("START_ARRAY"), recorder.take(1));
            assertTrue(recorder.told.isEmpty());
            asking.request(Long.MAX_VALUE);
            List<String> rest = List.of(
                    "1", "JsonString[text=x]", "END_ARRAY", "Name[name=b]", "NULL", "END_OBJECT", "complete");
            assertEquals(rest, recorder.take(7));
        }
    }

    @Test
    void whoAsksForNoMoreThanThereIsHearsThatItIsComplete() throws Exception {
        Recorder recorder = new Recorder();
        try (HttpServer server = Servers.start(recording(recorder));
                RawClient client = new RawClient(server)) {
            client.send(JsonReadTest.post("[1] "));
            recorder.subscription.get(30, TimeUnit.SECONDS).request(3);
            assertEquals(List.of("START_ARRAY", "1", "END_ARRAY", "complete"), recorder.take(4));
        }
    }

    /** Many small pieces come together while a slice is waited for: a turn for each would take long. */
    @Test
    void aDocumentInTinyChunksTakesFewTurns() throws Exception {
        AtomicLong begun = new AtomicLong();
        Handler handler = (request, response) -> {
            begun.set(request.loop().turns());
            Json.read(request, JsonLimits.TREE)
                    .thenRun(() -> response.send(Long.toString(request.loop().turns() - begun.get())));
        };
        String head = "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n[\r\n1\r\n1\r\n";
        try (HttpServer server = Servers.start(handler);
                RawClient client = new RawClient(server)) {
            client.send(head + "1\r\n,\r\n1\r\n2\r\n".repeat(5_000) + "1\r\n]\r\n0\r\n\r\n");
            long turns = Long.parseLong(client.answer().body());
            assertTrue(turns < 2_000, () -> turns + " turns for 10,000 chunks");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"[1]", "[1"})
    void aSubscriberThatFailsAtTheEndLeavesNoClientWaiting(String document) throws Exception {
        CompletableFuture<Throwable> logged = new CompletableFuture<>();
        Consumer<LogRecord> listener = record -> { // A loop on a busy machine has other things to tell as well.
            if (record.getThrown() != null) {
                logged.complete(record.getThrown());
            }
        };
        Handler handler = (request, _) -> Json.events(request, JsonLimits.EVENTS).subscribe(new Recorder() {
            @Override
            public void onSubscribe(Flow.Subscription s) {
                s.request(Long.MAX_VALUE);
            }

            @Override
            public void onError(Throwable error) {
                throw new IllegalStateException("mine");
            }

            @Override
            public void onComplete() {
                throw new IllegalStateException("mine");
            }
        });
        try (Logged _ = Logged.by("millrace.loop", listener);
                HttpServer server = Servers.start(handler);
                RawClient client = new RawClient(server)) {
            client.send(JsonReadTest.post(document));
            assertThrows(IOException.class, client::answer);
            assertEquals("mine", logged.get(30, TimeUnit.SECONDS).getCause().getMessage());
        }
    }

    @Test
    void anErrorComesAfterTheEventsBeforeIt() throws Exception {
        Recorder recorder = new Recorder();
        try (HttpServer server = Servers.start(recording(recorder));
                RawClient client = new RawClient(server)) {
            client.send(JsonReadTest.post("[1 2]"));
            recorder.subscription.get(30, TimeUnit.SECONDS).request(10);
            assertEquals(List.of("START_ARRAY", "1"), recorder.take(2));
            assertTrue(recorder.take(1).getFirst().startsWith("error not JSON: "));
        }
    }

    /** The client is held back: it is the kernel's buffers that fill up, not the server's memory. */
    @Test
    @Timeout(120)
    void aDocumentThatNobodyAsksForStaysWithTheClient() throws Exception {
        AtomicLong events = new AtomicLong();
        CompletableFuture<Long> whole = new CompletableFuture<>();
        CompletableFuture<Flow.Subscription> subscription = new CompletableFuture<>();
        CompletableFuture<Request> asked = new CompletableFuture<>();
        Handler handler = (request, response) -> {
            asked.complete(request);
            counting(request, events, () -> { }, whole, subscription);
            whole.thenAccept(count -> Json.send(response, count));
        };
        int elements = 16 << 20;
        try (HttpServer server = Servers.start(LARGE, handler);
                RawClient client = new RawClient(server)) {
            client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: " + (2L * elements + 1) + "\r\n\r\n[");
            Thread sender = Thread.ofVirtual().start(() -> {
                String piece = "7,".repeat(1 << 15);
                for (int i = 1; i < elements >> 15; i++) {
                    client.sendUntilClosed(piece);
                }
                client.sendUntilClosed(piece.substring(0, piece.length() - 1) + "]");
            });
            Flow.Subscription asking = subscription.get(30, TimeUnit.SECONDS);
            asking.request(1_000);
            Request request = asked.get(30, TimeUnit.SECONDS);
            // The client sends on and on, so a byte comes that nobody wants, and that is where reading pauses.
            while (events.get() < 1_000 || !isPaused(request)) {
                Thread.onSpinWait();
            }
            assertEquals(1_000, events.get());
            assertTrue(sender.isAlive(), "32 MiB are more than the kernel holds");
            asking.request(Long.MAX_VALUE);
            assertEquals(Long.toString(elements + 2L), client.answer().body());
            sender.join();
        }
    }

    /** However much of the document is there: it is the time that ends a slice. */
    @Test
    void aSlowSubscriberIsCalledOverManyTurns() throws Exception {
        Set<Long> turns = new HashSet<>();
        Handler handler = (request, response) -> {
            AtomicLong events = new AtomicLong();
            CompletableFuture<Long> whole = new CompletableFuture<>();
            CompletableFuture<Flow.Subscription> asking = new CompletableFuture<>();
            counting(request, events, () -> {
                turns.add(request.loop().turns());
                long end = System.nanoTime() + 20_000;
                while (System.nanoTime() < end) {
                    Thread.onSpinWait(); // The slowness itself.
                }
            }, whole, asking);
            asking.join().request(Long.MAX_VALUE);
            whole.thenAccept(count -> Json.send(response, count));
        };
        try (HttpServer server = Servers.start(handler);
                RawClient client = new RawClient(server)) {
            client.send(JsonReadTest.post("[" + "7,".repeat(10_000) + "7]"));
            assertEquals("10003", client.answer().body());
            // 200 ms in slices of one: a machine that is slower makes more of them.
            assertTrue(turns.size() >= 20, () -> turns.size() + " turns");
        }
    }

    private static boolean isPaused(Request request) throws Exception {
        return request.loop().submit(() -> request.connection().isPaused()).toCompletableFuture()
                .get(30, TimeUnit.SECONDS);
    }

    private static void counting(
            Request request,
            AtomicLong events,
            Runnable withEach,
            CompletableFuture<Long> whole,
            CompletableFuture<Flow.Subscription> asking) {
        Json.events(request, JsonLimits.EVENTS).subscribe(new Flow.Subscriber<>() {
            @Override
            public void onSubscribe(Flow.Subscription s) {
                asking.complete(s);
            }

            @Override
            public void onNext(JsonEvent event) {
                events.incrementAndGet();
                withEach.run();
            }

            @Override
            public void onError(Throwable error) {
                whole.completeExceptionally(error);
            }

            @Override
            public void onComplete() {
                whole.complete(events.get());
            }
        });
    }
}
