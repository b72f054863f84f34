package millrace.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import millrace.http.RawClient.Answer;
import millrace.loop.Connection;
import millrace.loop.StreamHandler;
import org.junit.jupiter.api.Test;

class UpgradeTest {
    private static final String OFFER = "GET /chat HTTP/1.1\r\nHost: a\r\nUpgrade: echo\r\nConnection: upgrade\r\n\r\n";

    /** Speaks no HTTP: sends back what comes. */
    private static final class Echo implements StreamHandler {
        final CompletableFuture<String> closed = new CompletableFuture<>();

        @Override
        public int onData(Connection connection, byte[] buffer, int offset, int length) {
            connection.write(buffer, offset, length);
            return length;
        }

        @Override
        public void onClosed(Connection connection, IOException cause) {
            closed.complete("closed");
        }
    }

    @Test
    void theNewProtocolGetsTheBytesBehindTheRequest() throws Exception {
        Echo echo = new Echo();
        try (HttpServer server = Servers.start((_, response) -> response.header("X", "y").upgrade("echo", echo))) {
            try (RawClient client = new RawClient(server)) {
                Answer answer = client.send(OFFER + "early").answer();
                assertEquals(101, answer.status());
                assertEquals("echo", answer.field("upgrade"));
                assertEquals("Upgrade", answer.field("connection"));
                assertEquals("y", answer.field("x"));
                client.send(" late");
                client.socket.shutdownOutput();
                assertEquals("early late".length(), client.untilClosed());
            }
            assertEquals("closed", echo.closed.get(30, TimeUnit.SECONDS));
        }
    }

    @Test
    void agreeingLaterWorksToo() throws Exception {
        CompletableFuture<Runnable> parked = new CompletableFuture<>();
        Handler handler = (request, response) ->
                parked.complete(() -> request.loop().execute(() -> response.upgrade("echo", new Echo())));
        try (HttpServer server = Servers.start(handler);
                RawClient client = new RawClient(server)) {
            client.send(OFFER + "early");
            parked.get(30, TimeUnit.SECONDS).run();
            assertEquals(101, client.answer().status());
            client.socket.shutdownOutput();
            assertEquals(5, client.untilClosed());
        }
    }

    @Test
    void aTunnelIsOpenedByConnect() throws Exception {
        try (HttpServer server = Servers.start((_, response) -> response.upgrade(null, new Echo()));
                RawClient client = new RawClient(server)) {
            client.send("CONNECT b:80 HTTP/1.1\r\nHost: b:80\r\n\r\nhello");
            client.socket.shutdownOutput();
            Answer answer = client.answer();
            assertEquals(200, answer.status());
            assertNull(answer.field("content-length"));
            assertEquals("hello", answer.body());
        }
    }

    @Test
    void anOfferMayBeIgnoredAndMustHaveBeenMade() throws Exception {
        Handler handler = (request, response) -> {
            if (request.pathIs("/chat")) {
                response.send("no");
            } else {
                response.upgrade("echo", new Echo());
            }
        };
        try (HttpServer server = Servers.start(handler);
                RawClient client = new RawClient(server)) {
            assertEquals("no", client.send(OFFER).answer().body());
            assertEquals(500, client.get("/").answer().status());
        }
    }
}
