package millrace.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import millrace.http.ServerOptions.Timeouts;
import millrace.loop.EventLoop;
import millrace.loop.PollerKind;
import millrace.loop.Timer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Clients that keep a server waiting. The tests wait for what the server does, however long that takes. */
class TimeoutTest {
    private static final Duration SHORT = Duration.ofMillis(50);
    private static final Duration LONG = Duration.ofMinutes(10);

    private static EventLoop dripper;

    @BeforeAll
    static void startDripper() throws Exception {
        dripper = EventLoop.open("dripper", PollerKind.EPOLL);
        dripper.start();
    }

    @AfterAll
    static void stopDripper() {
        dripper.close();
    }

    private static ServerOptions options(Duration idle, Duration head, Duration body, Duration send) {
        return ServerOptions.DEFAULT.withTimeouts(new Timeouts(idle, head, body, send));
    }

    @Test
    void aConnectionWithoutRequestsIsClosedSilently() throws Exception {
        try (HttpServer server = Servers.start(options(SHORT, LONG, LONG, LONG), (_, response) -> response.send("x"));
                RawClient fresh = new RawClient(server);
                RawClient used = new RawClient(server)) {
            assertEquals("x", used.get("/").answer().body());
            assertEquals(0, used.untilClosed());
            assertEquals(0, fresh.untilClosed());
        }
    }

    @Test
    void aHeadThatDoesNotComeToAnEndIs408() throws Exception {
        try (HttpServer server = Servers.start(options(LONG, SHORT, LONG, LONG), (_, response) -> response.send("x"));
                RawClient client = new RawClient(server)) {
            assertEquals(408, client.send("GET / HTTP/1.1\r\nHos").answer().status());
            client.socket.shutdownOutput();
            assertEquals(0, client.untilClosed());
        }
    }

    @Test
    void aHeadThatDripsIs408AllTheSame() throws Exception {
        try (HttpServer server = Servers.start(options(LONG, SHORT, LONG, LONG), (_, response) -> response.send("x"));
                RawClient client = new RawClient(server)) {
            drip(client, "GET / HTTP/1.1\r\n", "X: y\r\n");
            assertEquals(408, client.answer().status());
        }
    }

    @Test
    void anEmptyLineIsNoHead() throws Exception {
        try (HttpServer server = Servers.start(options(LONG, SHORT, LONG, LONG), (_, response) -> response.send("x"));
                RawClient client = new RawClient(server)) {
            assertEquals(0, client.send("\r\n").untilClosed());
        }
    }

    @Test
    void aBodyThatDoesNotComeIs408() throws Exception {
        try (HttpServer server = Servers.start(options(LONG, LONG, SHORT, LONG), Servers::echo);
                RawClient client = new RawClient(server)) {
            client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nhalf");
            assertEquals(408, client.answer().status());
        }
    }

    @Test
    void aBodyThatDripsIs408AllTheSame() throws Exception {
        try (HttpServer server = Servers.start(options(LONG, LONG, SHORT, LONG), Servers::echo);
                RawClient client = new RawClient(server)) {
            drip(client, "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000\r\n\r\n", "x");
            assertEquals(408, client.answer().status());
        }
    }

    @Test
    void aClientThatTakesNothingIsBrokenOff() throws Exception {
        CompletableFuture<String> closed = new CompletableFuture<>();
        Handler handler = (_, response) -> {
            response.onClosed(() -> closed.complete("closed"));
            response.write(new byte[20_000_000]);
        };
        try (HttpServer server = Servers.start(options(LONG, LONG, LONG, SHORT), handler);
                RawClient client = new RawClient(server)) {
            client.get("/");
            assertEquals("closed", closed.get(30, TimeUnit.SECONDS));
            assertThrows(IOException.class, client::answer);
        }
    }

    @Test
    void aClientThatTakesNothingOfItsLastResponseIsBrokenOffToo() throws Exception {
        CompletableFuture<Void> sent = new CompletableFuture<>();
        Handler handler = (_, response) -> {
            response.header("Connection", "close").send(new byte[8_000_000]);
            sent.complete(null);
        };
        HttpServer server = Servers.start(options(LONG, LONG, LONG, SHORT), handler);
        try (RawClient client = new RawClient(server)) {
            client.get("/");
            sent.get(30, TimeUnit.SECONDS);
            // Only the time for sending can end this connection before the one for stopping.
            server.stop(LONG).toCompletableFuture().get(30, TimeUnit.SECONDS);
        }
    }

    @Test
    void aHandlerMayTakeItsTime() throws Exception {
        CompletableFuture<Runnable> parked = new CompletableFuture<>();
        Handler handler = (request, response) -> {
            // Longer than every timeout of this server, by the server's own clock.
            request.loop().schedule(() -> response.send("late"), 4 * SHORT.toNanos(), TimeUnit.NANOSECONDS);
            parked.complete(null);
        };
        try (HttpServer server = Servers.start(options(SHORT, SHORT, SHORT, SHORT), handler);
                RawClient client = new RawClient(server)) {
            assertEquals("late", client.get("/").answer().body());
        }
    }

    /** Sends a little again and again: on a loop of its own. */
    private static void drip(RawClient client, String first, String drop) {
        client.sendUntilClosed(first);
        EventLoop loop = dripper;
        loop.execute(() -> {
            Timer[] timer = new Timer[1];
            timer[0] = loop.scheduleAtFixedRate(() -> {
                if (!client.sendUntilClosed(drop)) {
                    timer[0].cancel();
                }
            }, 0, 5, TimeUnit.MILLISECONDS);
        });
    }

    /** The countdown is ended by hand, when the queue is longer than at its start though the client has taken some. */
    @Test
    void aClientThatTakesALongResponseSlowlyIsNotBrokenOff() throws Exception {
        CompletableFuture<Boolean> open = new CompletableFuture<>();
        Handler handler = (request, response) -> {
            response.write(new byte[40_000_000]);
            long few = response.connection.stream.queuedBytes() - 1_000_000;
            request.loop().execute(() -> refillBelow(few, response, open));
        };
        try (HttpServer server = Servers.start(options(LONG, LONG, LONG, LONG), handler);
                RawClient client = new RawClient(server)) {
            assertEquals(200, client.get("/").answerToHead().status());
            Thread reader = Thread.startVirtualThread(() -> readOn(client));
            assertTrue(open.get(30, TimeUnit.SECONDS));
            reader.join();
        }
    }

    private static void refillBelow(long few, Response response, CompletableFuture<Boolean> open) {
        HttpConnection connection = (HttpConnection) response.connection;
        if (connection.stream.queuedBytes() > few) {
            connection.server.loop.execute(() -> refillBelow(few, response, open));
            return;
        }
        response.write(new byte[2_000_000]);
        connection.onTimeout(connection.stream);
        open.complete(connection.stream.isOpen());
        connection.stream.abort();
    }

    /** −1 when the end is a reset. */
    private static int readOn(RawClient client) {
        try {
            return client.untilClosed();
        } catch (IOException e) {
            return -1;
        }
    }
}
