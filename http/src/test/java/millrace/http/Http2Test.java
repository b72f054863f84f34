package millrace.http;

import static millrace.http.RawHttp2Client.DATA;
import static millrace.http.RawHttp2Client.END_HEADERS;
import static millrace.http.RawHttp2Client.END_STREAM;
import static millrace.http.RawHttp2Client.GOAWAY;
import static millrace.http.RawHttp2Client.HEADERS;
import static millrace.http.RawHttp2Client.PING;
import static millrace.http.RawHttp2Client.RST_STREAM;
import static millrace.http.RawHttp2Client.WINDOW_UPDATE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import millrace.http.RawHttp2Client.Frame;
import millrace.http.h2.Http2Limits;
import org.junit.jupiter.api.Test;

class Http2Test {
    private static final int INITIAL_WINDOW_SIZE = 4;
    private static final String TEXT = "content-type: text/plain; charset=utf-8";

    /** Without the date. */
    private static String fields(RawHttp2Client client) throws Exception {
        return client.fields(client.next(HEADERS)).replaceFirst("\ndate: [^\n]*", "");
    }

    @Test
    void aHandlerAnswersAsItDoesInHttp1() throws Exception {
        try (HttpServer server = Servers.start((request, response) -> response.send(request.method() + " " + request.target()
                        + " " + request.header("Host") + " " + request.header("Cookie") + " " + request.query()));
                RawHttp2Client client = new RawHttp2Client(server)) {
            client.head(1, true, "GET", "/a?b", "cookie", "c=1", "x", "y", "cookie", "d=2").flush();
            assertEquals(":status: 200\n" + TEXT + "\ncontent-length: 31", fields(client));
            assertEquals("GET /a?b example.org c=1; d=2 b", client.body());
        }
    }

    @Test
    void streamsAreAnsweredInAnyOrder() throws Exception {
        CompletableFuture<Response> first = new CompletableFuture<>();
        try (HttpServer server = Servers.start((request, response) -> {
                    if (request.pathIs("/1")) {
                        first.complete(response);
                    } else {
                        response.send("second");
                        first.join().send("first");
                    }
                });
                RawHttp2Client client = new RawHttp2Client(server)) {
            client.head(1, true, "GET", "/1").head(3, true, "GET", "/2").flush();
            assertEquals(3, client.next(DATA).id());
            assertEquals(1, client.next(DATA).id());
        }
    }

    @Test
    void aBodyIsReadAtTheHandlersPaceAndItsWindowOpenedAgain() throws Exception {
        try (HttpServer server = Servers.start(Servers::echo); RawHttp2Client client = new RawHttp2Client(server)) {
            client.head(1, false, "POST", "/");
            for (int i = 0; i < 3; i++) {
                client.frame(DATA, 0, 1, new byte[15_000]);
            }
            assertEquals(1, client.flush().next(WINDOW_UPDATE).id() + 1); // The connection's own, at its beginning.
            // It is wider from then on: this handler reads.
            int wide = Http2Limits.DEFAULT.connectionWindowBytes() / 4;
            assertEquals(45_000 + wide - Http2Limits.DEFAULT.streamWindowBytes(), client.next(WINDOW_UPDATE).number(0));
            for (int i = 0; i < wide / 16_384 - 1; i++) {
                client.frame(DATA, 0, 1, new byte[16_384]);
            }
            assertEquals(1, client.flush().next(WINDOW_UPDATE).id());
            client.frame(DATA, END_STREAM, 1, "end".getBytes()).flush();
            int length = 45_003 + wide - 16_384;
            assertEquals(":status: 200\ncontent-length: " + length, fields(client));
        }
    }

    @Test
    void anAnswerLargerThanTheWindowWaitsForIt() throws Exception {
        try (HttpServer server = Servers.start((_, response) -> response.send("0123456789".repeat(3)));
                RawHttp2Client client = new RawHttp2Client(server, INITIAL_WINDOW_SIZE, 7)) {
            client.head(1, true, "GET", "/").flush();
            assertEquals(7, client.next(DATA).payload().length);
            client.number(WINDOW_UPDATE, 1, 20).flush();
            assertEquals(20, client.next(DATA).payload().length);
            client.number(WINDOW_UPDATE, 1, 20).flush();
            Frame last = client.next(DATA);
            assertEquals(3, last.payload().length);
            assertTrue(last.ends());
        }
    }

    @Test
    void aFileIsSentInFrames() throws Exception {
        Path file = Files.createTempFile("millrace", ".txt");
        Files.writeString(file, "0123456789".repeat(5000));
        try (HttpServer server = Servers.start((_, response) -> response.sendFile(file));
                RawHttp2Client client = new RawHttp2Client(server)) {
            client.head(1, true, "GET", "/").head(3, true, "HEAD", "/").flush();
            assertEquals(":status: 200\ncontent-length: 50000", fields(client));
            Frame head = client.next();
            StringBuilder body = new StringBuilder();
            for (Frame frame = head; body.length() < 50_000; frame = client.next()) {
                if (frame.type() == DATA) {
                    body.append(new String(frame.payload()));
                } else if (frame.type() == HEADERS) {
                    assertEquals(3, frame.id());
                }
            }
            assertEquals("0123456789".repeat(5000), body.toString());
        } finally {
            Files.delete(file);
        }
    }

    @Test
    void trailersGoBothWays() throws Exception {
        try (HttpServer server = Servers.start((request, response) -> request.bytes().thenAccept(body -> {
                    response.write(body);
                    response.trailer("x-sum", request.trailers().get("x-in") + "!");
                    response.end();
                }));
                RawHttp2Client client = new RawHttp2Client(server)) {
            client.head(1, false, "POST", "/").frame(DATA, 0, 1, "body".getBytes())
                    .frame(HEADERS, END_HEADERS | END_STREAM, 1, RawHttp2Client.lines(new ByteArrayOutputStream(), "x-in", "42"))
                    .flush();
            assertEquals(":status: 200", fields(client));
            assertEquals("body", new String(client.next(DATA).payload()));
            Frame trailers = client.next(HEADERS);
            assertEquals("x-sum: 42!", client.fields(trailers));
            assertTrue(trailers.ends());
        }
    }

    @Test
    void interimResponsesComeBeforeTheHead() throws Exception {
        try (HttpServer server = Servers.start((request, response) -> {
                    response.informational(103, "Link", "</a.css>");
                    Servers.echo(request, response);
                });
                RawHttp2Client client = new RawHttp2Client(server)) {
            client.head(1, false, "POST", "/", "expect", "100-continue").flush();
            assertEquals(":status: 103\nlink: </a.css>", fields(client));
            assertEquals(":status: 100", fields(client));
            client.frame(DATA, END_STREAM, 1, "x".getBytes()).flush();
            assertEquals(":status: 200\ncontent-length: 1", fields(client));
        }
    }

    @Test
    void aHeadBeyondTheLimitsIsAnsweredAndTheConnectionGoesOn() throws Exception {
        try (HttpServer server = Servers.start((_, response) -> response.send("fine"));
                RawHttp2Client client = new RawHttp2Client(server)) {
            String[] fields = new String[2 * 101];
            Arrays.fill(fields, "x");
            client.head(1, true, "GET", "/", fields).head(3, true, "GET", "/").flush();
            assertTrue(fields(client).startsWith(":status: 431"));
            client.body();
            assertTrue(fields(client).startsWith(":status: 200"));
        }
    }

    @Test
    void aBodyOfUnknownLengthBeyondTheLimitIsRefused() throws Exception {
        ServerOptions options = ServerOptions.DEFAULT.withLimits(ServerOptions.DEFAULT.limits().withBodyBytes(10));
        try (HttpServer server = Servers.start(options, Servers::echo); RawHttp2Client client = new RawHttp2Client(server)) {
            client.head(1, false, "POST", "/").frame(DATA, END_STREAM, 1, new byte[11]).flush();
            assertTrue(fields(client).startsWith(":status: 413"));
        }
    }

    @Test
    void aResetTellsWhoAnswers() throws Exception {
        CompletableFuture<Boolean> asked = new CompletableFuture<>();
        CompletableFuture<Boolean> closed = new CompletableFuture<>();
        try (HttpServer server = Servers.start((request, response) -> {
                    if (request.pathIs("/slow")) {
                        response.onClosed(() -> closed.complete(true));
                        asked.complete(true);
                    } else {
                        response.send("fine");
                    }
                });
                RawHttp2Client client = new RawHttp2Client(server)) {
            client.head(1, true, "GET", "/slow").flush();
            assertTrue(asked.get(60, TimeUnit.SECONDS));
            client.number(RST_STREAM, 1, 8).flush();
            assertTrue(closed.get(60, TimeUnit.SECONDS));
            client.head(3, true, "GET", "/").flush();
            assertEquals("fine", client.body());
        }
    }

    @Test
    void aFailureInTheMiddleOfAnAnswerResetsItsStreamOnly() throws Exception {
        try (Logged _ = Logged.by("millrace.http", _ -> { });
                HttpServer server = Servers.start((request, response) -> {
                    response.write("part");
                    throw new IllegalStateException("on purpose");
                });
                RawHttp2Client client = new RawHttp2Client(server)) {
            client.head(1, true, "GET", "/").flush();
            assertEquals(2, client.next(RST_STREAM).number(0));
            client.head(3, true, "GET", "/").flush();
            assertEquals("part", new String(client.next(DATA).payload()));
        }
    }

    @Test
    void aServerThatStopsSaysSoTwiceAndEndsWhatItHas() throws Exception {
        CompletableFuture<Response> slow = new CompletableFuture<>();
        try (HttpServer server = Servers.start((_, response) -> slow.complete(response));
                RawHttp2Client client = new RawHttp2Client(server)) {
            client.head(1, true, "GET", "/").flush();
            Response response = slow.get(60, TimeUnit.SECONDS);
            var stopped = server.stop(Duration.ofSeconds(120)).toCompletableFuture();
            assertEquals(Integer.MAX_VALUE, client.next(GOAWAY).number(0));
            client.frame(PING, RawHttp2Client.ACK, 0, client.next(PING).payload()).flush();
            assertEquals(1, client.next(GOAWAY).number(0));
            assertFalse(stopped.isDone());
            response.connection.server.loop.execute(() -> response.send("late"));
            assertEquals("late", client.body());
            assertTrue(client.isClosed());
            stopped.get(60, TimeUnit.SECONDS);
        }
    }
}
