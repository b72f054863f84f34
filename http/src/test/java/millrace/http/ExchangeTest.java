package millrace.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import millrace.http.RawClient.Answer;
import millrace.loop.PollerKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One request after the other on a connection. */
class ExchangeTest {
    @ParameterizedTest
    @EnumSource
    void saysHelloAgainAndAgainOnOneConnection(PollerKind poller) throws Exception {
        ServerOptions options = ServerOptions.DEFAULT.withPoller(poller);
        try (HttpServer server = Servers.start(options, (_, response) -> response.send("Hello, World!\n"));
                RawClient client = new RawClient(server)) {
            for (int i = 0; i < 3; i++) {
                Answer answer = client.get("/").answer();
                assertEquals(200, answer.status());
                assertEquals("Hello, World!\n", answer.body());
                assertEquals("text/plain; charset=utf-8", answer.field("content-type"));
                assertTrue(answer.field("date").endsWith(" GMT"));
                assertNull(answer.field("connection"));
            }
        }
    }

    @Test
    void answersAPipelineInOrderAndAllOfIt() throws Exception {
        try (HttpServer server = Servers.start((request, response) -> response.send(request.path()));
                RawClient client = new RawClient(server)) {
            StringBuilder pipeline = new StringBuilder();
            for (int i = 0; i < 2_000; i++) {
                pipeline.append("GET /").append(i).append(" HTTP/1.1\r\nHost: a\r\n\r\n");
            }
            client.send(pipeline.toString());
            for (int i = 0; i < 2_000; i++) {
                assertEquals("/" + i, client.answer().body());
            }
        }
    }

    @Test
    void laterRequestsOfAPipelineWaitForAnAnswerThatComesLate() throws Exception {
        CompletableFuture<Runnable> parked = new CompletableFuture<>();
        Handler handler = (request, response) -> {
            if (request.pathIs("/slow")) {
                parked.complete(() -> request.loop().execute(() -> response.send("slow " + request.header("X"))));
            } else {
                response.send(request.path());
            }
        };
        try (HttpServer server = Servers.start(handler);
                RawClient client = new RawClient(server)) {
            client.send("GET /slow HTTP/1.1\r\nHost: a\r\nX: y\r\n\r\n");
            Runnable release = parked.get(30, TimeUnit.SECONDS);
            client.get("/1").get("/" + "x".repeat(5_000));
            release.run();
            assertEquals("slow y", client.answer().body());
            assertEquals("/1", client.answer().body());
            assertEquals(5_001, client.answer().body().length());
            assertEquals("/again", client.get("/again").answer().body());
        }
    }

    @Test
    void aRequestMayComeByteByByte() throws Exception {
        try (HttpServer server = Servers.start(Servers::echo);
                RawClient client = new RawClient(server)) {
            String request = "POST /x HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n";
            for (char c : request.toCharArray()) {
                client.send(Character.toString(c));
            }
            assertEquals("abc", client.answer().body());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "GET / HTTP/1.0\r\n\r\n", "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
    })
    void closesWhenTheClientWantsNoMore(String request) throws Exception {
        try (HttpServer server = Servers.start((_, response) -> response.send("x"));
                RawClient client = new RawClient(server)) {
            Answer answer = client.send(request).answer();
            assertEquals("close", answer.field("connection"));
            assertEquals("x", answer.body());
            assertEquals(0, client.untilClosed());
        }
    }

    /** The client cannot know yet: a request that crosses the answer must not reset the connection. */
    @Test
    void closesWhenTheHandlerSaysSoAmongOtherOptions() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch crossed = new CountDownLatch(1);
        Handler handler = (_, response) -> {
            asked.countDown();
            assertTrue(crossed.await(60, TimeUnit.SECONDS));
            response.header("Connection", "x, Close").send("x");
        };
        try (HttpServer server = Servers.start(handler);
                RawClient client = new RawClient(server).get("/")) {
            assertTrue(asked.await(60, TimeUnit.SECONDS));
            client.get("/");
            crossed.countDown();
            assertEquals("x", client.answer().body());
            assertEquals(0, client.untilClosed());
        }
    }

    @Test
    void keepsAConnectionOfHttp10OnDemand() throws Exception {
        try (HttpServer server = Servers.start((_, response) -> response.send("x"));
                RawClient client = new RawClient(server)) {
            for (int i = 0; i < 2; i++) {
                Answer answer = client.send("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n").answer();
                assertEquals("keep-alive", answer.field("connection"));
                assertEquals("x", answer.body());
            }
        }
    }

    @Test
    void answersAClientThatHasEndedItsSide() throws Exception {
        CompletableFuture<Runnable> parked = new CompletableFuture<>();
        Handler handler = (request, response) ->
                parked.complete(() -> request.loop().execute(() -> response.send("late")));
        try (HttpServer server = Servers.start(handler);
                RawClient client = new RawClient(server)) {
            client.get("/");
            client.socket.shutdownOutput();
            parked.get(30, TimeUnit.SECONDS).run();
            assertEquals("late", client.answer().body());
            assertEquals(0, client.untilClosed());
        }
    }

    @Test
    void aLateCallOfAHandlerThatFailedReachesNoOtherClient() throws Exception {
        CompletableFuture<Runnable> late = new CompletableFuture<>();
        CompletableFuture<Runnable> parked = new CompletableFuture<>();
        Handler handler = (request, response) -> {
            if (request.pathIs("/fails")) {
                late.complete(() -> request.loop().execute(() -> response.send("stray")));
                throw new HttpException(400, "it has promised an answer, and fails all the same");
            }
            parked.complete(() -> request.loop().execute(() -> response.send("right")));
        };
        try (HttpServer server = Servers.start(handler);
                RawClient first = new RawClient(server);
                RawClient second = new RawClient(server)) {
            assertEquals(400, first.get("/fails").answer().status());
            second.get("/waits");
            Runnable release = parked.get(30, TimeUnit.SECONDS);
            late.get(30, TimeUnit.SECONDS).run();
            release.run();
            assertEquals("right", second.answer().body());
        }
    }
}
