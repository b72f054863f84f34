package millrace.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import millrace.http.RawClient.Answer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the server answers when a request or a handler is wrong. */
class RefusalTest {

    @ParameterizedTest
    @CsvSource({
        "400, 'GET / HTTP/1.1\r\n\r\n'",
        "400, 'GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n'",
        "400, 'GET /\r\n'",
        "505, 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'",
        "501, 'POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip, chunked\r\n\r\n'",
        "417, 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nExpect: x\r\n\r\n'",
    })
    void whatIsAmbiguousIsAnsweredAndTheConnectionClosed(int status, String request) throws Exception {
        try (HttpServer server = Servers.start((_, response) -> response.send("x"));
                RawClient client = new RawClient(server)) {
            // The second request must not be served: nobody knows where it begins.
            Answer answer = client.get("/").send(request).get("/smuggled").answer();
            assertEquals("x", answer.body());
            answer = client.answer();
            assertEquals(status, answer.status());
            assertEquals("close", answer.field("connection"));
            client.socket.shutdownOutput();
            assertEquals(0, client.untilClosed());
        }
    }

    @Test
    void tooLongRequestLinesAndFieldsAreNamed() throws Exception {
        try (HttpServer server = Servers.start((_, response) -> response.send("x"));
                RawClient line = new RawClient(server);
                RawClient fields = new RawClient(server)) {
            assertEquals(414, line.get("/" + "a".repeat(20_000)).answer().status());
            fields.send("GET / HTTP/1.1\r\nHost: a\r\nX: " + "a".repeat(40_000) + "\r\n\r\n");
            assertEquals(431, fields.answer().status());
        }
    }

    @Test
    void theLogCarriesTheIdThatTheClientOfAFailedRequestIsTold() throws Exception {
        CompletableFuture<LogRecord> logged = new CompletableFuture<>();
        try (Logged _ = Logged.by("millrace.http", logged::complete);
                HttpServer server = Servers.start(RefusalTest::fail);
                RawClient client = new RawClient(server)) {
            Answer answer = client.get("/secret?token=1").answer();
            assertEquals(500, answer.status());
            assertFalse(answer.body().contains("inner"), "the error's text is not the client's business");
            String id = answer.body().substring(answer.body().indexOf("incident ") + 9).strip();
            LogRecord record = logged.get(30, TimeUnit.SECONDS);
            assertEquals(Level.SEVERE, record.getLevel());
            assertTrue(record.getMessage().contains(id) && record.getMessage().contains("GET /secret"));
            assertEquals("inner", record.getThrown().getMessage());
            assertEquals(500, client.get("/").answer().status(), "the connection goes on");
        }
    }

    @Test
    void aClientThatLeavesInTheMiddleOfItsBodyIsNoIncident() throws Exception {
        CompletableFuture<LogRecord> logged = new CompletableFuture<>();
        CompletableFuture<Throwable> broken = new CompletableFuture<>();
        Handler handler = (request, response) -> request.bytes().whenComplete((_, error) -> {
            response.fail(error);
            broken.complete(error);
        });
        try (Logged _ = Logged.by("millrace.http", logged::complete);
                HttpServer server = Servers.start(handler)) {
            try (RawClient client = new RawClient(server)) {
                client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nhalf");
            }
            assertInstanceOf(IOException.class, broken.get(30, TimeUnit.SECONDS));
            assertFalse(logged.isDone(), "nothing has gone wrong here");
        }
    }

    private static void fail(Request request, Response response) {
        response.header("X", "y");
        throw new IllegalStateException("inner");
    }

    @Test
    void anHttpExceptionIsItsStatus() throws Exception {
        Handler handler = (_, _) -> {
            throw new HttpException(404, "no such duck");
        };
        try (HttpServer server = Servers.start(handler);
                RawClient client = new RawClient(server)) {
            Answer answer = client.get("/").answer();
            assertEquals(404, answer.status());
            assertEquals("404 Not Found\nno such duck\n", answer.body());
        }
    }

    /** What a handler throws may carry what a client has sent. */
    @ParameterizedTest
    @ValueSource(strings = {"Allow: GET\r\nX", "No Token: x", "Transfer-Encoding: chunked"})
    void anHttpExceptionThatCannotBeSentIsAnIncident(String field) throws Exception {
        CompletableFuture<LogRecord> logged = new CompletableFuture<>();
        String[] line = field.split(": ");
        Handler handler = (_, _) -> {
            throw new HttpException(405, "no", line[0], line[1]);
        };
        try (Logged _ = Logged.by("millrace.http", logged::complete);
                HttpServer server = Servers.start(handler);
                RawClient client = new RawClient(server)) {
            assertEquals(500, client.get("/").answer().status());
            assertInstanceOf(IllegalArgumentException.class, logged.get(30, TimeUnit.SECONDS).getThrown());
            assertEquals(500, client.get("/").answer().status(), "the connection goes on");
        }
    }

    /** Of an unread body: whoever keeps sending must know that it is in vain. */
    @Test
    void whoeverHasGivenUpALongBodySaysThatTheConnectionEnds() throws Exception {
        Handler handler = (request, response) -> request.body().subscribe(new FirstPiece(response));
        for (String length : new String[] {"100000", "1000000"}) {
            try (HttpServer server = Servers.start(handler);
                    RawClient client = new RawClient(server)) {
                client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: " + length + "\r\n\r\nfirst");
                assertEquals(length.equals("1000000") ? "close" : null, client.answer().field("connection"));
            }
        }
    }

    /** Wants a piece and no more. */
    private static final class FirstPiece implements Flow.Subscriber<ByteBuffer> {
        private final Response response;
        private Flow.Subscription subscription;

        FirstPiece(Response response) {
            this.response = response;
        }

        @Override
        public void onSubscribe(Flow.Subscription s) {
            subscription = s;
            s.request(1);
        }

        @Override
        public void onNext(ByteBuffer piece) {
            subscription.cancel();
            response.status(400).send("wrong");
        }

        @Override
        public void onError(Throwable error) {
            response.fail(error);
        }

        @Override
        public void onComplete() {
            response.send("empty");
        }
    }

    @Test
    void aHandlerThatFailsInTheMiddleOfAnAnswerBreaksItOff() throws Exception {
        Handler handler = (_, response) -> {
            response.write("half");
            throw new HttpException(404, "too late");
        };
        try (HttpServer server = Servers.start(handler);
                RawClient client = new RawClient(server)) {
            assertThrows(IOException.class, () -> client.get("/").answer());
        }
    }
}
