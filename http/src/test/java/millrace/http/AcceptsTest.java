package millrace.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.atomic.AtomicInteger;
import millrace.http.RawClient.Answer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a handler has declared: anything else is answered before it runs. */
class AcceptsTest {
    private final AtomicInteger handled = new AtomicInteger();

    private final Handler handler = Accepts.builder()
            .methods("GET", "POST")
            .bodyBytes(10)
            .contentTypes("application/json", "image/*")
            .queryBytes(40)
            .parameter("page", 1, 1000)
            .text("q", 5)
            .choice("sort", "name", "date")
            .required("page")
            .onlyTheseParameters()
            .handler((request, response) -> {
                handled.incrementAndGet();
                Servers.echo(request, response);
            });

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            200 | GET /?page=1                                | ``
            200 | GET /?page=1000&q=aaa%C3%A9%C3%A9 | ``
            200 | GET /?sort=date&page=7                      | ``
            400 | GET /                                       | the parameter page is missing
            400 | GET /?page=                                 | the parameter page must be a whole number from 1 to 1000
            400 | GET /?page=0                                | the parameter page must be a whole number from 1 to 1000
            400 | GET /?page=1001                             | the parameter page must be a whole number from 1 to 1000
            400 | GET /?page=4294967297                       | the parameter page must be a whole number from 1 to 1000
            400 | GET /?page=1&page=1                         | the parameter page comes 2 times
            400 | GET /?page=1&q=sixsix                       | the parameter q must have at most 5 characters
            400 | GET /?page=1&sort=size                      | the parameter sort must be one of name, date
            400 | GET /?page=1&other=1                        | the only parameters are [page, q, sort]
            400 | GET /?page=%3                               | two hexadecimal digits
            414 | GET /?page=1&q=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa | the query must have at most 40 bytes
            405 | DELETE /?page=1                             | the method must be one of GET, POST, HEAD
            """)
    void theQueryAndTheMethodAreCheckedFirst(int status, String line, String reason) throws Exception {
        try (HttpServer server = Servers.start(handler);
                RawClient client = new RawClient(server)) {
            Answer answer = client.send(line + " HTTP/1.1\r\nHost: a\r\n\r\n").answer();
            assertEquals(status, answer.status(), answer.body());
            assertTrue(answer.body().contains(reason), answer.body());
            assertEquals(status == 405 ? "GET, POST, HEAD" : null, answer.field("allow"));
            assertEquals(status == 200 ? 1 : 0, handled.get());
            assertEquals(200, client.get("/?page=1").answer().status(), "the connection goes on");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "200, application/json, 10", "200, Application/JSON;charset=utf-8, 1", "200, image/png, 3",
        "413, application/json, 11", "413, application/json, 4000000",
        "415, text/plain, 3", "415, '', 3", "415, application/jsonp, 3", "415, imagex, 3",
    })
    void aBodyIsCheckedBeforeItIsRead(int status, String type, int length) throws Exception {
        try (HttpServer server = Servers.start(handler);
                RawClient client = new RawClient(server)) {
            client.send("POST /?page=1 HTTP/1.1\r\nHost: a\r\nContent-Length: " + length + "\r\n"
                    + (type.isEmpty() ? "" : "Content-Type: " + type + "\r\n") + "\r\n");
            if (status == 200) {
                client.send("x".repeat(length));
            }
            Answer answer = client.answer(); // A refusal comes although the body has not.
            assertEquals(status, answer.status());
            assertEquals(status == 200 ? 1 : 0, handled.get());
            assertEquals(status == 415 ? "application/json, image/*" : null, answer.field("accept"));
            assertTrue(status != 413 || answer.body().contains("at most 10 bytes"), answer.body());
        }
    }

    @Test
    void aBodyOfUnknownLengthBreaksOffWhereItBecomesTooLong() throws Exception {
        String head = "POST /?page=1 HTTP/1.1\r\nHost: a\r\nContent-Type: image/png\r\n"
                + "Transfer-Encoding: chunked\r\n\r\n";
        try (HttpServer server = Servers.start(handler);
                RawClient client = new RawClient(server)) {
            for (int i = 0; i < 2; i++) {
                Answer within = client.send(head + "5\r\n12345\r\n5\r\n67890\r\n0\r\n\r\n").answer();
                assertEquals("1234567890", within.body());
                Answer beyond = client.send(head + "5\r\n12345\r\n6\r\n67890x\r\n").answer();
                assertEquals(413, beyond.status());
                assertTrue(beyond.body().contains("at most 10 bytes"), beyond.body());
                client.send("3\r\nyyy\r\n0\r\n\r\n");
            }
        }
    }

    /** One declares for a whole server, another for one of its handlers. */
    @Test
    void ofTwoLimitsInsideOfEachOtherTheSmallerCounts() throws Exception {
        Handler larger = Accepts.builder().bodyBytes(100).handler(Servers::echo);
        Handler outer = Accepts.builder().bodyBytes(10).handler(larger);
        try (HttpServer server = Servers.start(outer);
                RawClient client = new RawClient(server)) {
            client.send("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nb\r\n12345678901\r\n0\r\n\r\n");
            assertEquals(413, client.answer().status());
        }
    }

    @Test
    void whoWaitsFor100IsToldOfTheRefusalInstead() throws Exception {
        try (HttpServer server = Servers.start(handler);
                RawClient client = new RawClient(server)) {
            client.send("POST /?page=1 HTTP/1.1\r\nHost: a\r\nContent-Type: image/png\r\nExpect: 100-continue\r\n"
                    + "Content-Length: 11\r\n\r\n");
            assertEquals(413, client.answer().status());
        }
    }

    @Test
    void aDeclarationThatCannotBeIsRefusedAtOnce() {
        assertThrows(IllegalArgumentException.class, () -> Accepts.builder().parameter("a", 2, 1));
        assertThrows(IllegalArgumentException.class, () -> Accepts.builder().bodyBytes(-1));
        assertThrows(IllegalArgumentException.class, () -> Accepts.builder().required("a"));
        assertThrows(IllegalArgumentException.class, () -> Accepts.builder().text("a", 1).choice("a", "x"));
    }
}
