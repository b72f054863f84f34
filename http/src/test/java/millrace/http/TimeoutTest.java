package millrace.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import millrace.http.ServerOptions.Timeouts;
import org.junit.jupiter.api.Test;

/** Clients that keep a server waiting. The tests wait for what the server does, however long that takes. */
class TimeoutTest {
    private static final Duration SHORT = Duration.ofMillis(50);
    private static final Duration LONG = Duration.ofMinutes(10);

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
            Thread drip = Thread.startVirtualThread(() -> drip(client, "GET / HTTP/1.1\r\n", "X: y\r\n"));
            assertEquals(408, client.answer().status());
            drip.interrupt();
            drip.join();
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
            Thread drip = Thread.startVirtualThread(() ->
                    drip(client, "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000\r\n\r\n", "x"));
            assertEquals(408, client.answer().status());
            drip.interrupt();
            drip.join();
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

    private static void drip(RawClient client, String first, String drop) {
        try {
            client.send(first);
            while (!Thread.interrupted()) {
                client.send(drop);
                
                LockSupport.parkNanos(5_000_000);
            }
        } catch (IOException e) {
            // The server has lost patience: that is the aim.
        }
    }
}
