package millrace.http;

import static millrace.http.RawHttp2Client.DATA;
import static millrace.http.RawHttp2Client.END_STREAM;
import static millrace.http.RawHttp2Client.GOAWAY;
import static millrace.http.RawHttp2Client.PING;
import static millrace.http.RawHttp2Client.RST_STREAM;
import static millrace.http.RawHttp2Client.WINDOW_UPDATE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import millrace.http.RawHttp2Client.Frame;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What clients of HTTP/2 leave unfinished ends all the same, and what ends is accounted for once. */
class Http2EndsTest {
    private static final int INITIAL_WINDOW_SIZE = 4;
    private static final int REFUSED_STREAM = 0x7;
    private static final int MOST = Integer.MAX_VALUE;
    private static final Duration EVER = Duration.ZERO;

    private static ServerOptions timeouts(Duration idle, Duration body, Duration send) {
        return ServerOptions.DEFAULT.withTimeouts(new ServerOptions.Timeouts(idle, EVER, body, send));
    }

    /** Ends the response at the first bytes of the body. */
    private record AtOnce(Response response) implements Flow.Subscriber<ByteBuffer> {
        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            subscription.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(ByteBuffer piece) {
            if (!response.isEnded()) {
                response.send("enough");
            }
        }

        @Override
        public void onError(Throwable why) {
            assertTrue(response.isEnded());
        }

        @Override
        public void onComplete() {
            assertTrue(response.isEnded());
        }
    }

    @Test
    void whatWasKeptOfABodyIsGivenBackToTheWindowOnce() throws Exception {
        int streams = 10;
        int bytes = 60_000;
        List<Runnable> readers = new ArrayList<>();
        try (HttpServer server = Servers.start((request, response) -> {
                    if (request.pathIs("/read")) {
                        readers.forEach(Runnable::run);
                        response.send("done");
                    } else {
                        readers.add(() -> request.body().subscribe(new AtOnce(response)));
                    }
                });
                RawHttp2Client client = new RawHttp2Client(server)) {
            long update = client.next(WINDOW_UPDATE).number(0); // The connection's own, at its beginning.
            assertTrue(update > streams * bytes);
            for (int i = 0; i < streams; i++) {
                client.head(2 * i + 1, false, "POST", "/");
                for (int sent = 0; sent < bytes; sent += 10_000) {
                    client.frame(DATA, sent + 10_000 == bytes ? END_STREAM : 0, 2 * i + 1, new byte[10_000]);
                }
            }
            int last = 2 * streams + 1;
            client.head(last, true, "GET", "/read").flush();
            long given = 0;
            for (Frame frame = client.next(); frame.type() != PING; frame = client.next()) {
                given += frame.type() == WINDOW_UPDATE && frame.id() == 0 ? frame.number(0) : 0;
                if (frame.type() == DATA && frame.id() == last) {
                    client.frame(PING, 0, 0, new byte[8]).flush();
                }
            }
            assertTrue(given > 0 && given <= streams * bytes, given + " bytes given back");
        }
    }

    @Test
    void aClientThatDoesNotReadEndsWhoWaitsToWrite() throws Exception {
        CompletableFuture<Boolean> closed = new CompletableFuture<>();
        byte[] piece = new byte[16 << 10]; // A frame: nothing of it is kept back for want of room in the next.
        try (HttpServer server = Servers.start(timeouts(EVER, EVER, Duration.ofMillis(50)), (_, response) -> {
                    response.onClosed(() -> closed.complete(true));
                    Runnable more = () -> {
                        boolean on = true;
                        while (on) {
                            on = response.write(piece);
                        }
                    };
                    response.onWritable(more);
                    more.run();
                });
                RawHttp2Client client = new RawHttp2Client(server, INITIAL_WINDOW_SIZE, MOST)) {
            client.number(WINDOW_UPDATE, 0, MOST - 65_535).head(1, true, "GET", "/").flush();
            assertTrue(closed.get(60, TimeUnit.SECONDS));
        }
    }

    @Test
    void aBodyWhoseClientHasEndedIsBrokenOff() throws Exception {
        CompletableFuture<Throwable> broken = new CompletableFuture<>();
        try (HttpServer server = Servers.start(timeouts(EVER, EVER, EVER), (request, _) ->
                        request.bytes().whenComplete((_, why) -> broken.complete(why)));
                RawHttp2Client client = new RawHttp2Client(server)) {
            client.head(1, false, "POST", "/").frame(DATA, 0, 1, new byte[3]).flush().end();
            assertTrue(broken.get(60, TimeUnit.SECONDS) != null);
            assertEquals(1, client.next(GOAWAY).number(0));
            assertTrue(client.isClosed());
        }
    }

    @Test
    void aRequestWhoseClientHasEndedItsSideIsAnswered() throws Exception {
        try (HttpServer server = Servers.start((_, response) ->
                        response.connection.server.loop.immediate(() -> response.send("late")));
                RawHttp2Client client = new RawHttp2Client(server)) {
            client.head(1, true, "GET", "/").flush().end();
            assertEquals("late", client.body());
        }
    }

    /** The first window is the connection's, the other ones that of the stream. */
    @ParameterizedTest
    @ValueSource(ints = {MOST, 0, 10_000})
    void anAnswerThatAClientWithoutAnotherWordCannotTakeIsNotWaitedFor(int window) throws Exception {
        try (HttpServer server = Servers.start(timeouts(EVER, EVER, EVER), (_, response) ->
                        response.send(new byte[100_000]));
                RawHttp2Client client = new RawHttp2Client(server, INITIAL_WINDOW_SIZE, window)) {
            client.head(1, true, "GET", "/").flush().end();
            assertEquals(8, client.next(RST_STREAM).number(0));
            assertTrue(client.isClosed());
        }
    }

    @Test
    void whoAnswersWhatCannotBeTakenIsTold() throws Exception {
        CompletableFuture<Response> slow = new CompletableFuture<>();
        CompletableFuture<Boolean> closed = new CompletableFuture<>();
        try (HttpServer server = Servers.start(timeouts(EVER, EVER, EVER), (_, response) -> {
                    response.onClosed(() -> closed.complete(true));
                    slow.complete(response);
                });
                RawHttp2Client client = new RawHttp2Client(server, INITIAL_WINDOW_SIZE, 0)) {
            client.head(1, true, "GET", "/").flush().end();
            client.next(GOAWAY);
            Response response = slow.get(60, TimeUnit.SECONDS);
            response.connection.server.loop.execute(() -> response.write("a beginning"));
            assertTrue(closed.get(60, TimeUnit.SECONDS));
            assertEquals(8, client.next(RST_STREAM).number(0));
            assertTrue(client.isClosed());
        }
    }

    @Test
    void aConnectionIsIdleWhenAnAnswerHasEndedBetweenTwoReads() throws Exception {
        CompletableFuture<Response> slow = new CompletableFuture<>();
        try (HttpServer server = Servers.start(timeouts(Duration.ofSeconds(3), EVER, EVER), (_, response) ->
                        slow.complete(response));
                RawHttp2Client client = new RawHttp2Client(server)) {
            client.head(1, true, "GET", "/").frame(PING, 0, 0, new byte[8]).flush();
            client.next(PING);
            Response response = slow.get(60, TimeUnit.SECONDS);
            response.connection.server.loop.execute(() -> response.send("late"));
            assertEquals("late", client.body());
            assertEquals(1, client.next(GOAWAY).number(0));
        }
    }

    @Test
    void aPathNamesNoOtherAuthority() throws Exception {
        try (HttpServer server = Servers.start((request, response) -> response.send(request.target()));
                RawHttp2Client client = new RawHttp2Client(server)) {
            for (String path : List.of("http://other.example/", "other.example", "*/", "?")) {
                RawHttp2Client again = new RawHttp2Client(server);
                again.head(1, true, "GET", path).flush();
                assertEquals(1, again.next(RST_STREAM).number(0), path);
                again.close();
            }
            client.head(1, true, "OPTIONS", "*").flush();
            assertEquals("*", client.body());
        }
    }

    /** It acknowledges what it reads, and what meets a closed socket resets the connection, with what is on its way. */
    @Test
    void anAnswerThatIsOnItsWayWhenTheServerStopsIsWhole() throws Exception {
        CompletableFuture<Response> slow = new CompletableFuture<>();
        int bytes = 4 << 20;
        try (HttpServer server = Servers.start((_, response) -> slow.complete(response));
                RawHttp2Client client = new RawHttp2Client(server, INITIAL_WINDOW_SIZE, MOST)) {
            client.number(WINDOW_UPDATE, 0, MOST - 65_535).head(1, true, "GET", "/").flush();
            Response response = slow.get(60, TimeUnit.SECONDS);
            server.stop(Duration.ofSeconds(120));
            client.next(GOAWAY);
            client.frame(PING, RawHttp2Client.ACK, 0, client.next(PING).payload()).flush();
            assertEquals(1, client.next(GOAWAY).number(0));
            response.connection.server.loop.execute(() -> response.send(new byte[bytes]));
            int received = 0;
            for (Frame frame = client.next(DATA); ; frame = client.next(DATA)) {
                received += frame.payload().length;
                if (frame.ends()) {
                    break;
                }
                client.number(WINDOW_UPDATE, 0, frame.payload().length).flush();
            }
            assertEquals(bytes, received);
        }
    }

    @Test
    void aRequestThatComesTooLateIsRefusedSoThatItCanBeMadeAgainAndHarmsNoOther() throws Exception {
        CompletableFuture<Response> slow = new CompletableFuture<>();
        try (HttpServer server = Servers.start((_, response) -> slow.complete(response));
                RawHttp2Client client = new RawHttp2Client(server)) {
            client.head(1, true, "GET", "/").flush();
            Response response = slow.get(60, TimeUnit.SECONDS);
            server.stop(Duration.ofSeconds(120));
            client.next(GOAWAY);
            client.frame(PING, RawHttp2Client.ACK, 0, client.next(PING).payload()).flush();
            assertEquals(1, client.next(GOAWAY).number(0));
            client.head(3, false, "POST", "/").frame(DATA, END_STREAM, 3, new byte[100]).flush();
            Frame refused = client.next(RST_STREAM);
            assertEquals(3, refused.id());
            assertEquals(REFUSED_STREAM, refused.number(0));
            response.connection.server.loop.execute(() -> response.send("late"));
            assertEquals("late", client.body());
        }
    }
}
