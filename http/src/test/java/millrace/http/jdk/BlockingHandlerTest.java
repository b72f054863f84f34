package millrace.http.jdk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import millrace.http.HttpServer;
import millrace.http.RawClient;
import millrace.http.RawClient.Answer;
import millrace.http.ServerOptions;
import millrace.http.codec.Limits;
import org.junit.jupiter.api.Test;

/** Handlers that block, and what goes between their thread and the loop. */
class BlockingHandlerTest {
    private static final String POST = "POST / HTTP/1.1\r\nHost: a\r\n";

    private static HttpServer start(HttpHandler handler) throws IOException {
        return HttpServer.listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                ServerOptions.DEFAULT.withLimits(Limits.DEFAULT.withBodyBytes(1L << 30)), BlockingHandler.of(handler));
    }

    @Test
    void itRunsOnAVirtualThreadAndMayBlockWhileOthersAreServed() throws Exception {
        CountDownLatch second = new CountDownLatch(1);
        HttpHandler handler = exchange -> {
            try {
                if (exchange.getRequestURI().getPath().equals("/first")) {
                    assertTrue(second.await(30, TimeUnit.SECONDS));
                }
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            second.countDown();
            MillraceProviderTest.answer(exchange, Thread.currentThread().isVirtual() ? "virtual" : "not");
        };
        try (HttpServer server = start(handler);
                RawClient one = new RawClient(server.port());
                RawClient two = new RawClient(server.port())) {
            one.get("/first");
            assertEquals("virtual", two.get("/second").answer().body());
            assertEquals("virtual", one.answer().body());
        }
    }

    @Test
    void bodiesOfAnySizeGoBothWays() throws Exception {
        HttpHandler echo = exchange -> {
            long length = Long.parseLong(exchange.getRequestHeaders().getFirst("X-Answer"));
            exchange.sendResponseHeaders(200, length);
            try (InputStream in = exchange.getRequestBody();
                    OutputStream out = exchange.getResponseBody()) {
                in.transferTo(out);
            }
        };
        try (HttpServer server = start(echo);
                RawClient client = new RawClient(server.port())) {
            for (int size : new int[] {1, 16_383, 16_384, 16_385, 1_000_000, 20_000_000}) {
                String body = "abcdefghij".repeat(size / 10 + 1).substring(0, size);
                String head = POST + "Content-Length: " + size + "\r\n";
                Thread writer = Thread.startVirtualThread(
                        () -> client.sendUntilClosed(head + "X-Answer: " + size + "\r\n\r\n" + body));
                Answer fixed = client.answer();
                assertEquals(Integer.toString(size), fixed.field("content-length"));
                assertEquals(body, fixed.body());
                writer.join();
                client.send(POST + "X-Answer: 0\r\nTransfer-Encoding: chunked\r\n\r\n"
                        + Integer.toHexString(size) + "\r\n");
                Thread chunks = Thread.startVirtualThread(() -> client.sendUntilClosed(body + "\r\n0\r\n\r\n"));
                Answer streamed = client.answer();
                assertEquals("chunked", streamed.field("transfer-encoding"));
                assertEquals(body, streamed.body());
                chunks.join();
            }
        }
    }

    @Test
    void aClientThatWaitsIsToldToGoOnWhenTheBodyIsRead() throws Exception {
        HttpHandler handler = exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes());
            MillraceProviderTest.answer(exchange, body);
        };
        try (HttpServer server = start(handler);
                RawClient client = new RawClient(server.port())) {
            client.send(POST + "Expect: 100-continue\r\nContent-Length: 5\r\n\r\n");
            assertEquals(100, client.answer().status());
            assertEquals("hello", client.send("hello").answer().body());
        }
    }

    @Test
    void lengthsMeanWhatTheJdkSays() throws Exception {
        HttpHandler handler = exchange -> {
            String[] path = exchange.getRequestURI().getPath().split("/");
            exchange.getResponseHeaders().set("X", "y");
            exchange.sendResponseHeaders(Integer.parseInt(path[1]), Long.parseLong(path[2]));
            exchange.close();
        };
        try (HttpServer server = start(handler);
                RawClient client = new RawClient(server.port())) {
            assertEquals("0", client.get("/200/-1").answer().field("content-length"));
            assertNull(client.get("/204/-1").answer().field("content-length"));
            assertNull(client.get("/304/-1").answer().field("content-length"));
            assertEquals("chunked", client.get("/200/0").answer().field("transfer-encoding"));
            Answer head = client.send("HEAD /200/7 HTTP/1.1\r\nHost: a\r\n\r\n").answerToHead();
            assertEquals("7", head.field("content-length"));
            assertEquals("y", head.field("x"));
            assertThrows(IOException.class, () -> client.get("/200/5").answer(), "five bytes were promised");
        }
    }

    @Test
    void theHeadOfAStreamGoesBeforeItsBodyAndFlushSendsWhatThereIs() throws Exception {
        CompletableFuture<Void> headSeen = new CompletableFuture<>();
        HttpHandler handler = exchange -> {
            exchange.sendResponseHeaders(200, 0);
            headSeen.orTimeout(30, TimeUnit.SECONDS).join();
            exchange.getResponseBody().write("event".getBytes());
            exchange.getResponseBody().flush();
            exchange.close();
        };
        try (HttpServer server = start(handler);
                RawClient client = new RawClient(server.port())) {
            client.get("/");
            assertEquals(200, client.answerToHead().status());
            headSeen.complete(null);
            client.socket.shutdownOutput();
            assertEquals("5\r\nevent\r\n0\r\n\r\n".length(), client.untilClosed());
        }
    }

    @Test
    void tooManyAndTooFewBytesAreErrors() throws Exception {
        CompletableFuture<IOException> tooMany = new CompletableFuture<>();
        CompletableFuture<IOException> before = new CompletableFuture<>();
        HttpHandler handler = exchange -> {
            OutputStream out = exchange.getResponseBody();
            before.complete(assertThrows(IOException.class, () -> out.write(1)));
            exchange.sendResponseHeaders(200, 3);
            tooMany.complete(assertThrows(IOException.class, () -> out.write(new byte[4])));
            out.write(new byte[] {'a', 'b', 'c'});
            assertThrows(IOException.class, () -> exchange.sendResponseHeaders(200, 3));
            exchange.close();
        };
        try (HttpServer server = start(handler);
                RawClient client = new RawClient(server.port())) {
            assertEquals("abc", client.get("/").answer().body());
            assertTrue(tooMany.get(30, TimeUnit.SECONDS).getMessage().contains("too many"));
            assertTrue(before.get(30, TimeUnit.SECONDS).getMessage().contains("sendResponseHeaders"));
        }
    }

    @Test
    void aHandlerThatThrowsIs500AndTheConnectionGoesOn() throws Exception {
        HttpHandler handler = exchange -> {
            throw new IllegalStateException("inner");
        };
        try (HttpServer server = start(handler);
                RawClient client = new RawClient(server.port())) {
            assertEquals(500, client.get("/").answer().status());
            assertEquals(500, client.get("/").answer().status());
        }
    }

    @Test
    void aWriterHearsThatItsClientHasGone() throws Exception {
        CompletableFuture<IOException> heard = new CompletableFuture<>();
        HttpHandler handler = exchange -> {
            exchange.sendResponseHeaders(200, 0);
            heard.complete(assertThrows(IOException.class, () -> {
                while (true) {
                    exchange.getResponseBody().write(new byte[10_000]);
                }
            }));
        };
        try (HttpServer server = start(handler)) {
            try (RawClient client = new RawClient(server.port())) {
                client.get("/");
                assertEquals(200, client.answerToHead().status());
            }
            heard.get(30, TimeUnit.SECONDS);
        }
    }

    @Test
    void aTargetThatIsNoUriIs400() throws Exception {
        try (HttpServer server = start(exchange -> MillraceProviderTest.answer(exchange, "x"));
                RawClient client = new RawClient(server.port())) {
            assertEquals(400, client.get("/%zz").answer().status());
            assertEquals("x", client.get("/%20").answer().body());
        }
    }

    @Test
    void aWriterIsNotLeftWaitingWhenTheServerHasAnsweredInItsPlace() throws Exception {
        CompletableFuture<Exception> heard = new CompletableFuture<>();
        HttpHandler handler = exchange -> {
            assertThrows(IOException.class, () -> exchange.getRequestBody().readAllBytes());
            exchange.sendResponseHeaders(200, 0);
            heard.complete(assertThrows(IOException.class, () -> {
                while (true) {
                    exchange.getResponseBody().write(new byte[10_000]);
                }
            }));
        };
        try (HttpServer server = start(handler);
                RawClient client = new RawClient(server.port())) {
            client.send("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nno size\r\n");
            assertEquals(400, client.answer().status());
            heard.get(30, TimeUnit.SECONDS);
        }
    }

    @Test
    void anExecutorThatRunsTasksInItsCallerDoesNotHoldUpTheLoop() throws Exception {
        HttpHandler handler = exchange -> {
            byte[] body = exchange.getRequestBody().readAllBytes();
            MillraceProviderTest.answer(exchange, exchange.getRemoteAddress().getAddress() + new String(body));
        };
        try (HttpServer server = HttpServer.listen(0, BlockingHandler.of(handler, Runnable::run));
                RawClient client = new RawClient(server.port())) {
            client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello");
            assertEquals("/127.0.0.1hello", client.answer().body());
        }
    }

    @Test
    void headOfABodyOfUnknownLengthIsNotAnsweredWithALength() throws Exception {
        HttpHandler handler = exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.close();
        };
        try (HttpServer server = start(handler);
                RawClient client = new RawClient(server.port())) {
            Answer answer = client.send("HEAD / HTTP/1.1\r\nHost: a\r\n\r\n").answerToHead();
            assertNull(answer.field("content-length"));
            assertEquals("", client.get("/").answer().body());
        }
    }

    @Test
    void anAbsoluteTargetWithoutPathIsTheRoot() throws Exception {
        try (HttpServer server = start(exchange -> MillraceProviderTest.answer(exchange, "x"));
                RawClient client = new RawClient(server.port())) {
            assertEquals(200, client.get("http://a").answer().status());
        }
    }
}
