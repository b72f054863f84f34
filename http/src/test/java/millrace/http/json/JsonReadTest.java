package millrace.http.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import millrace.http.Handler;
import millrace.http.HttpServer;
import millrace.http.RawClient;
import millrace.http.RawClient.Answer;
import millrace.http.ServerOptions;
import millrace.http.Servers;
import millrace.http.codec.Limits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Request bodies as trees, over real connections. */
class JsonReadTest {
    private static final ServerOptions LARGE =
            ServerOptions.DEFAULT.withLimits(Limits.DEFAULT.withBodyBytes(1L << 40));

    private static final Handler ECHO = Json.handler((body, _, response) -> Json.send(response, body));

    static String post(String body) {
        return "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
    }

    static String chunked(String... chunks) {
        StringBuilder text = new StringBuilder("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n");
        for (String chunk : chunks) {
            text.append(Integer.toHexString(chunk.length())).append("\r\n").append(chunk).append("\r\n");
        }
        return text.toString();
    }

    @Test
    void aDocumentComesWholeWhateverThePiecesThatItIsSentIn() throws Exception {
        String document = "{\"name\":\"duck\",\"list\":[1,2.5,true,null,{}]}";
        try (HttpServer server = Servers.start(ECHO);
                RawClient client = new RawClient(server)) {
            Answer answer = client.send(post(document)).answer();
            assertEquals(document, answer.body());
            assertEquals("application/json", answer.field("content-type"));
            assertEquals(Integer.toString(document.length()), answer.field("content-length"));
            for (int cut = 0; cut < document.length(); cut++) {
                client.send(post(document).substring(0, post(document).length() - cut));
                client.send(post(document).substring(post(document).length() - cut));
                assertEquals(document, client.answer().body());
            }
            assertEquals(document, client.send(chunked(document.split("")) + "0\r\n\r\n").answer().body());
        }
    }

    @Test
    void manyTinyChunksComeTogether() throws Exception {
        String document = "[" + "1,".repeat(50_000) + "1]";
        try (HttpServer server = Servers.start(Json.handler(
                        (body, _, response) -> Json.send(response, ((JsonArray) body).elements().size())));
                RawClient client = new RawClient(server)) {
            assertEquals("50001", client.send(chunked(document.split("")) + "0\r\n\r\n").answer().body());
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            [1,]           | 400 | not JSON: | "line":1,"column":4
            [1] x          | 400 | not JSON: | "offset":4
            ``             | 400 | not JSON: there is no value | "offset":0
            {"a":1,"a":2}  | 400 | a member's name comes twice | "title":"Bad Request"
            [[[[[[1]]]]]]  | 400 | beyond the limit depth: at most 5 | "limit":"depth","most":5
            [12345678901]  | 400 | beyond the limit numberLength: at most 10 | "limit":"numberLength","most":10
            ["a very long text"] | 413 | beyond the limit stringLength: at most 9 | "limit":"stringLength","most":9
            """)
    void whatIsWrongIsAnsweredWithProblemDetailsAndTheConnectionGoesOn(
            String document, int status, String detail, String member) throws Exception {
        JsonLimits limits = new JsonLimits(100, 5, 10, 9, 10, 10);
        try (HttpServer server = Servers.start(Json.handler(limits, (body, _, response) -> Json.send(response, body)));
                RawClient client = new RawClient(server)) {
            Answer answer = client.send(post(document)).answer();
            assertEquals(status, answer.status());
            assertEquals("application/problem+json", answer.field("content-type"));
            assertTrue(answer.body().contains("\"detail\":\"" + detail), answer.body());
            assertTrue(answer.body().contains(member), answer.body());
            assertTrue(answer.body().contains("\"status\":" + status), answer.body());
            assertEquals("[1]", client.send(post("[1]")).answer().body());
        }
    }

    @Test
    void aDocumentThatIsTooLongIsRefusedByItsLengthOrAsSoonAsItIsTooLong() throws Exception {
        JsonLimits limits = JsonLimits.TREE.withBytes(1_000);
        try (HttpServer server = Servers.start(LARGE, Json.handler(limits, (b, _, response) -> Json.send(response, b)));
                RawClient known = new RawClient(server);
                RawClient unknown = new RawClient(server)) {
            Answer answer = known.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100000000000\r\n\r\n[").answer();
            assertEquals(413, answer.status());
            assertTrue(answer.body().contains("\"limit\":\"bytes\",\"most\":1000"), answer.body());
            assertEquals(413, unknown.send(chunked("[" + " ".repeat(1_000))).answer().status());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "application/json, 200", "Application/JSON; charset=utf-8, 200", "application/vnd.api+json, 200",
        "text/plain, 415", "application/x-www-form-urlencoded, 415", "application/jsonp, 415",
    })
    void aBodyThatIsSaidToBeSomethingElseIsRefused(String type, int status) throws Exception {
        try (HttpServer server = Servers.start(ECHO);
                RawClient client = new RawClient(server)) {
            String request = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nContent-Type: " + type + "\r\n\r\n[]";
            Answer answer = client.send(request).answer();
            assertEquals(status, answer.status());
            assertEquals(status == 415, answer.body().contains("application/json"), answer.body());
        }
    }

    @Test
    void aClientThatResetsInTheMiddleEndsTheReadingWithAnErrorAndNothingElse() throws Exception {
        CompletableFuture<JsonValue> read = new CompletableFuture<>();
        CompletableFuture<Void> begun = new CompletableFuture<>();
        Handler handler = (request, _) -> {
            Json.read(request).thenAccept(read::complete).exceptionally(error -> {
                read.completeExceptionally(error.getCause());
                return null;
            });
            begun.complete(null);
        };
        try (HttpServer server = Servers.start(handler)) {
            try (RawClient client = new RawClient(server)) {
                client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\n[1,");
                begun.get(30, TimeUnit.SECONDS);
                client.socket.setSoLinger(true, 0); // Closing resets.
            }
            ExecutionException e = assertThrows(ExecutionException.class, () -> read.get(30, TimeUnit.SECONDS));
            assertTrue(e.getCause() instanceof IOException, e::toString);
        }
    }

    @Test
    void whatAHandlerFindsWrongIsAnsweredToo() throws Exception {
        Handler handler = Json.handler((body, _, response) -> {
            long age = body instanceof JsonObject person ? person.integer("age", 0, 150) : -1;
            Json.send(response, age);
        });
        try (HttpServer server = Servers.start(handler);
                RawClient client = new RawClient(server)) {
            assertEquals("36", client.send(post("{\"age\":36}")).answer().body());
            Answer answer = client.send(post("{\"age\":-1}")).answer();
            assertEquals(400, answer.status());
            assertTrue(answer.body().contains("the member \\\"age\\\" must be a whole number from 0 to 150"));
        }
    }

    /** A stage that depends on a failed one fails with a wrapping: the client is told the same. */
    @Test
    void aFailureThatAStageHasWrappedIsAnsweredAsItIs() throws Exception {
        Handler handler = (request, response) -> Json.read(request)
                .thenApply(Object::toString)
                .whenComplete((_, error) -> response.fail(error));
        try (HttpServer server = Servers.start(handler);
                RawClient client = new RawClient(server)) {
            Answer answer = client.send(post("[")).answer();
            assertEquals(400, answer.status());
            assertFalse(answer.body().contains("incident"));
        }
    }
}
