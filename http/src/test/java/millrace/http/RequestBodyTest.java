package millrace.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import millrace.http.RawClient.Answer;
import millrace.http.codec.Limits;
import org.junit.jupiter.api.Test;

class RequestBodyTest {
    private static final String POST = "POST / HTTP/1.1\r\nHost: a\r\n";

    @Test
    void bodiesOfBothKindsArriveOneAfterTheOther() throws Exception {
        try (HttpServer server = Servers.start(Servers::echo);
                RawClient client = new RawClient(server)) {
            client.send(POST + "Content-Length: 5\r\n\r\nhello");
            client.send(POST + "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n4;x=y\r\ndefg\r\n0\r\nT: u\r\n\r\n");
            client.send(POST + "Content-Length: 0\r\n\r\n");
            client.send(POST + "Content-Length: 300000\r\n\r\n" + "z".repeat(300_000));
            assertEquals("hello", client.answer().body());
            assertEquals("abcdefg", client.answer().body());
            assertEquals("", client.answer().body());
            assertEquals("z".repeat(300_000), client.answer().body());
        }
    }

    @Test
    void trailersCanBeReadWhenTheBodyIsComplete() throws Exception {
        Handler handler = (request, response) -> {
            assertNull(request.trailers());
            request.text().thenAccept(text -> response.send(text + request.trailers().get("sum")));
        };
        try (HttpServer server = Servers.start(handler);
                RawClient client = new RawClient(server)) {
            client.send(POST + "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\nSum: 6\r\n\r\n");
            assertEquals("abc6", client.answer().body());
        }
    }

    @Test
    void aBodyWaitsUntilItIsAskedFor() throws Exception {
        CompletableFuture<Runnable> parked = new CompletableFuture<>();
        Handler handler = (request, response) ->
                parked.complete(() -> request.loop().execute(() -> Servers.echo(request, response)));
        try (HttpServer server = Servers.start(handler);
                RawClient client = new RawClient(server)) {
            client.send(POST + "Content-Length: 200000\r\n\r\n");
            Runnable release = parked.get(30, TimeUnit.SECONDS);
            Thread writer = Thread.startVirtualThread(() -> client.sendUntilClosed("b".repeat(200_000)));
            release.run();
            assertEquals(200_000, client.answer().body().length());
            writer.join();
        }
    }

    @Test
    void theSubscriberSetsThePace() throws Exception {
        int size = 5_000_000;
        CompletableFuture<Integer> largest = new CompletableFuture<>();
        Handler handler = (request, response) -> request.body().subscribe(new OneAtATime(request, response, largest));
        try (HttpServer server = Servers.start(handler);
                RawClient client = new RawClient(server)) {
            client.send(POST + "Content-Length: " + size + "\r\n\r\n" + "c".repeat(size));
            assertEquals(Integer.toString(size), client.answer().body());
            assertTrue(largest.get() <= 128 * 1024, () -> largest.join() + " bytes at once");
        }
    }

    @Test
    void aClientThatWaitsIsToldToGoOnWhenTheBodyIsAskedFor() throws Exception {
        try (HttpServer server = Servers.start(Servers::echo);
                RawClient client = new RawClient(server)) {
            for (int i = 0; i < 2; i++) {
                client.send(POST + "Expect: 100-continue\r\nContent-Length: 5\r\n\r\n");
                assertEquals(100, client.answer().status());
                assertEquals("hello", client.send("hello").answer().body());
            }
        }
    }

    @Test
    void aClientThatWaitsInVainIsAnsweredAndTheConnectionClosed() throws Exception {
        try (HttpServer server = Servers.start((_, response) -> response.status(403).send());
                RawClient client = new RawClient(server)) {
            Answer answer = client.send(POST + "Expect: 100-continue\r\nContent-Length: 5\r\n\r\n").answer();
            assertEquals(403, answer.status());
            assertEquals("close", answer.field("connection"));
            client.socket.shutdownOutput();
            assertEquals(0, client.untilClosed());
        }
    }

    @Test
    void aSmallBodyThatNobodyReadsCostsNothing() throws Exception {
        try (HttpServer server = Servers.start((request, response) -> response.send(request.method()));
                RawClient client = new RawClient(server)) {
            client.send(POST + "Content-Length: 5\r\n\r\nhello").get("/");
            assertEquals("POST", client.answer().body());
            assertEquals("GET", client.answer().body());
            client.send(POST + "Transfer-Encoding: chunked\r\n\r\n");
            assertEquals("POST", client.answer().body());
            client.send("3\r\nabc\r\n0\r\n\r\n").get("/");
            assertEquals("GET", client.answer().body());
        }
    }

    @Test
    void aLongBodyThatNobodyReadsCostsTheConnectionButNotTheAnswer() throws Exception {
        try (HttpServer server = Servers.start((_, response) -> response.send("no, thanks"));
                RawClient client = new RawClient(server)) {
            Thread writer = Thread.startVirtualThread(
                    () -> client.sendUntilClosed(POST + "Content-Length: 9000000\r\n\r\n" + "d".repeat(9_000_000)));
            Answer answer = client.answer();
            assertEquals("no, thanks", answer.body());
            assertEquals("close", answer.field("connection"));
            assertEquals(0, client.untilClosed());
            writer.join();
        }
    }

    @Test
    void aBodyAboveTheHandlersLimitIs413() throws Exception {
        Handler handler = (request, response) -> request.bytes(10).whenComplete((bytes, error) -> {
            if (error == null) {
                response.send(bytes);
            } else {
                response.fail(error);
            }
        });
        try (HttpServer server = Servers.start(handler);
                RawClient client = new RawClient(server)) {
            assertEquals("0123456789", client.send(POST + "Content-Length: 10\r\n\r\n0123456789").answer().body());
            assertEquals(413, client.send(POST + "Content-Length: 11\r\n\r\n0123456789a").answer().status());
            client.send(POST + "Transfer-Encoding: chunked\r\n\r\n6\r\n012345\r\n6\r\n012345\r\n0\r\n\r\n");
            assertEquals(413, client.answer().status());
            assertEquals("x", client.send(POST + "Content-Length: 1\r\n\r\nx").answer().body());
        }
    }

    @Test
    void aBodyAboveTheServersLimitIs413AndTheHandlerHearsOfIt() throws Exception {
        ServerOptions options = ServerOptions.DEFAULT.withLimits(Limits.DEFAULT.withBodyBytes(10));
        CompletableFuture<Throwable> heard = new CompletableFuture<>();
        Handler handler = (request, response) -> request.bytes().whenComplete((_, error) -> heard.complete(error));
        try (HttpServer server = Servers.start(options, handler);
                RawClient declared = new RawClient(server);
                RawClient chunked = new RawClient(server)) {
            assertEquals(413, declared.send(POST + "Content-Length: 11\r\n\r\n").answer().status());
            chunked.send(POST + "Transfer-Encoding: chunked\r\n\r\n6\r\n012345\r\n6\r\n012345\r\n0\r\n\r\n");
            assertEquals(413, chunked.answer().status());
            assertEquals(413, ((HttpException) heard.get(30, TimeUnit.SECONDS)).status());
        }
    }

    @Test
    void aBodyThatBreaksOffIsAnErrorForItsReader() throws Exception {
        CompletableFuture<Throwable> heard = new CompletableFuture<>();
        Handler handler = (request, _) -> request.bytes().whenComplete((_, error) -> heard.complete(error));
        try (HttpServer server = Servers.start(handler)) {
            try (RawClient client = new RawClient(server)) {
                client.send(POST + "Content-Length: 10\r\n\r\nhalf");
            }
            assertTrue(heard.get(30, TimeUnit.SECONDS) instanceof IOException);
        }
    }

    @Test
    void aBadChunkIs400InTheMiddleOfTheBody() throws Exception {
        try (HttpServer server = Servers.start(Servers::echo);
                RawClient client = new RawClient(server)) {
            client.send(POST + "Transfer-Encoding: chunked\r\n\r\n3\r\nabcX\r\n0\r\n\r\n");
            Answer answer = client.answer();
            assertEquals(400, answer.status());
            assertTrue(answer.body().contains("a chunk does not end in CRLF"), answer.body());
        }
    }

    @Test
    void aBodyHasOneSubscriber() throws Exception {
        CompletableFuture<Throwable> second = new CompletableFuture<>();
        Handler handler = (request, response) -> {
            Servers.echo(request, response);
            request.bytes().whenComplete((_, error) -> second.complete(error));
        };
        try (HttpServer server = Servers.start(handler);
                RawClient client = new RawClient(server)) {
            assertEquals("hello", client.send(POST + "Content-Length: 5\r\n\r\nhello").answer().body());
            assertThrows(IllegalStateException.class, () -> {
                throw second.get(30, TimeUnit.SECONDS);
            });
        }
    }

    /** Asks for one buffer, a turn of the loop later for the next, and answers with the number of bytes. */
    private static final class OneAtATime implements Flow.Subscriber<ByteBuffer> {
        private final Request request;
        private final Response response;
        private final CompletableFuture<Integer> largest;
        private Flow.Subscription subscription;
        private long received;
        private int most;
        private int asked;

        OneAtATime(Request request, Response response, CompletableFuture<Integer> largest) {
            this.request = request;
            this.response = response;
            this.largest = largest;
        }

        @Override
        public void onSubscribe(Flow.Subscription s) {
            subscription = s;
            askLater();
        }

        private void askLater() {
            asked = 1;
            request.loop().immediate(() -> subscription.request(1));
        }

        @Override
        public void onNext(ByteBuffer buffer) {
            assertEquals(1, asked--);
            received += buffer.remaining();
            most = Math.max(most, buffer.remaining());
            askLater();
        }

        @Override
        public void onError(Throwable t) {
            response.fail(t);
        }

        @Override
        public void onComplete() {
            largest.complete(most);
            response.send(Long.toString(received));
        }
    }

    @Test
    void whoAsksForABodyThatHasBrokenOffIsTold() throws Exception {
        CompletableFuture<Throwable> heard = new CompletableFuture<>();
        Handler handler = (request, response) -> response.onClosed(
                () -> request.bytes().whenComplete((_, error) -> heard.complete(error)));
        try (HttpServer server = Servers.start(handler)) {
            try (RawClient client = new RawClient(server)) {
                client.send(POST + "Content-Length: 10\r\n\r\n");
            }
            assertTrue(heard.get(30, TimeUnit.SECONDS) instanceof IOException);
        }
    }

    @Test
    void anErrorAtTheEndOfABodyIs500() throws Exception {
        Handler handler = (request, _) -> request.body().subscribe(new Flow.Subscriber<>() {
            @Override
            public void onSubscribe(Flow.Subscription subscription) {
                subscription.request(Long.MAX_VALUE);
            }

            @Override
            public void onNext(ByteBuffer buffer) {}

            @Override
            public void onError(Throwable error) {}

            @Override
            public void onComplete() {
                throw new IllegalStateException("the end was not expected");
            }
        });
        try (HttpServer server = Servers.start(handler);
                RawClient client = new RawClient(server)) {
            assertEquals(500, client.send(POST + "Content-Length: 5\r\n\r\nhello").answer().status());
        }
    }
}
