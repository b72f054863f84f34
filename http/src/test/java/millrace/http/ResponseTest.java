package millrace.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.EOFException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import millrace.http.RawClient.Answer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The forms that a response can have. */
class ResponseTest {
    private static final String HEAD = " / HTTP/1.1\r\nHost: a\r\n\r\n";

    @Test
    void headGetsTheFieldsWithoutTheBody() throws Exception {
        try (HttpServer server = Servers.start((_, response) -> response.send("hello"));
                RawClient client = new RawClient(server)) {
            for (int i = 0; i < 2; i++) {
                Answer answer = client.send("HEAD" + HEAD).answerToHead();
                assertEquals("5", answer.field("content-length"));
            }
            assertEquals("hello", client.get("/").answer().body());
        }
    }

    @Test
    void someStatusesHaveNoBodyAndNoLength() throws Exception {
        Handler handler = (request, response) ->
                response.status(Integer.parseInt(request.path().substring(1))).send("ignored");
        try (HttpServer server = Servers.start(handler);
                RawClient client = new RawClient(server)) {
            assertNull(client.get("/204").answer().field("content-length"));
            assertEquals(304, client.get("/304").answer().status());
            assertEquals("ignored", client.get("/404").answer().body());
        }
    }

    @Test
    void aBodyInPiecesGoesInChunksWithTrailers() throws Exception {
        Handler handler = (_, response) -> {
            response.write("one ");
            response.write(new byte[0]);
            response.write("x".repeat(100_000));
            response.trailer("Sum", "42");
            response.end();
        };
        try (HttpServer server = Servers.start(handler);
                RawClient client = new RawClient(server)) {
            for (int i = 0; i < 2; i++) {
                Answer answer = client.get("/").answer();
                assertEquals("chunked", answer.field("transfer-encoding"));
                assertEquals("one " + "x".repeat(100_000), answer.body());
                assertEquals("42", answer.field("+sum"));
            }
            Answer old = client.send("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n").answer();
            assertEquals("close", old.field("connection"));
            assertNull(old.field("transfer-encoding"));
            assertEquals(100_004, old.body().length());
        }
    }

    @Test
    void aDeclaredLengthNeedsNoChunks() throws Exception {
        Handler handler = (request, response) -> {
            response.header("Content-Length", "6");
            response.write("abc");
            request.loop().execute(() -> {
                response.write("def");
                response.end();
            });
        };
        try (HttpServer server = Servers.start(handler);
                RawClient client = new RawClient(server)) {
            for (int i = 0; i < 2; i++) {
                Answer answer = client.get("/").answer();
                assertEquals("6", answer.field("content-length"));
                assertEquals("abcdef", answer.body());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"abcdefg", "abc"})
    void aBodyThatIsNotAsLongAsDeclaredBreaksTheConnectionOff(String body) throws Exception {
        Handler handler = (_, response) -> {
            response.length(6);
            response.flush();
            response.write(body);
            response.end();
        };
        try (HttpServer server = Servers.start(handler);
                RawClient client = new RawClient(server)) {
            assertThrows(IOException.class, () -> client.get("/").answer());
        }
    }

    @Test
    void interimResponsesComeBeforeTheFinalOne() throws Exception {
        Handler handler = (_, response) -> {
            response.informational(103, "Link", "</style.css>; rel=preload");
            response.send("x");
        };
        try (HttpServer server = Servers.start(handler);
                RawClient client = new RawClient(server)) {
            Answer early = client.get("/").answer();
            assertEquals(103, early.status());
            assertEquals("</style.css>; rel=preload", early.field("link"));
            assertEquals(200, client.answer().status());
            assertEquals(200, client.send("GET / HTTP/1.0\r\n\r\n").answer().status());
        }
    }

    @Test
    void aWriterIsToldToWaitForASlowClientAndToGoOn() throws Exception {
        byte[] piece = new byte[100_000];
        int pieces = 500;
        CompletableFuture<Integer> firstStall = new CompletableFuture<>();
        Handler handler = (_, response) -> {
            AtomicInteger written = new AtomicInteger();
            Runnable writeOn = () -> {
                while (written.get() < pieces) {
                    written.incrementAndGet();
                    if (!response.write(piece)) {
                        firstStall.complete(written.get());
                        return;
                    }
                }
                response.end();
            };
            response.onWritable(writeOn);
            writeOn.run();
        };
        try (HttpServer server = Servers.start(handler);
                RawClient client = new RawClient(server)) {
            client.get("/");
            assertTrue(firstStall.get(30, TimeUnit.SECONDS) < pieces);
            assertEquals(pieces * piece.length, client.answer().body().length());
            assertEquals(200, client.get("/").answer().status());
        }
    }

    @Test
    void aBodyLongerThanAConnectionMayQueueArrivesWhole() throws Exception {
        byte[] body = new byte[70 << 20];
        CompletableFuture<Void> sent = new CompletableFuture<>();
        Handler handler = (_, response) -> {
            response.send(body);
            sent.complete(null);
        };
        try (HttpServer server = Servers.start(handler);
                RawClient client = new RawClient(server)) {
            client.get("/");
            sent.get(30, TimeUnit.SECONDS);
            assertEquals(body.length, client.answer().body().length());
            assertEquals(Integer.toString(body.length),
                    client.send("HEAD / HTTP/1.1\r\nHost: a\r\n\r\n").answerToHead().field("content-length"));
        }
    }

    @Test
    void aPublisherPublishesAtThePaceOfTheClient() throws Exception {
        byte[] piece = new byte[64 * 1024];
        Arrays.fill(piece, (byte) 'p');
        int pieces = 400;
        AtomicLong mostQueued = new AtomicLong();
        Handler handler = (request, response) -> response.send(new RepeatingPublisher(piece, pieces,
                () -> mostQueued.accumulateAndGet(request.connection().queuedBytes(), Math::max)));
        try (HttpServer server = Servers.start(handler);
                RawClient client = new RawClient(server)) {
            assertEquals(pieces * piece.length, client.get("/").answer().body().length());
            assertTrue(mostQueued.get() < 4 * piece.length, () -> mostQueued + " bytes were queued");
        }
    }

    @Test
    void filesAreSentWholeAndHeadHasTheirLength(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("file");
        Files.writeString(file, "0123456789".repeat(100_000));
        Handler handler = (request, response) -> response.sendFile(folder.resolve(request.path().substring(1)));
        try (HttpServer server = Servers.start(handler);
                RawClient client = new RawClient(server)) {
            assertEquals(Files.readString(file), client.get("/file").answer().body());
            assertEquals("1000000", client.send("HEAD /file HTTP/1.1\r\nHost: a\r\n\r\n").answerToHead()
                    .field("content-length"));
            assertEquals(404, client.get("/missing").answer().status());
            assertEquals(404, client.get("/").answer().status());
            assertEquals(1_000_000, client.get("/file").answer().body().length());
        }
    }

    @Test
    void aClientThatGoesIsToldToTheHandlerAndLateCallsGoNowhere() throws Exception {
        CompletableFuture<Response> started = new CompletableFuture<>();
        CompletableFuture<Response> gone = new CompletableFuture<>();
        Handler handler = (_, response) -> {
            response.onClosed(() -> gone.complete(response));
            response.write("first");
            started.complete(response);
        };
        try (HttpServer server = Servers.start(handler)) {
            RawClient client = new RawClient(server);
            client.get("/");
            started.get(30, TimeUnit.SECONDS);
            client.socket.setSoLinger(true, 0);
            client.close();
            Response response = gone.get(30, TimeUnit.SECONDS);
            response.write("more");
            response.end();
            CompletableFuture<Void> cancelled = new CompletableFuture<>();
            response.send(new CancelledPublisher(cancelled));
            cancelled.get(30, TimeUnit.SECONDS);
        }
    }

    @Test
    void aSecondAnswerIsAnError() throws Exception {
        CompletableFuture<Throwable> second = new CompletableFuture<>();
        Handler handler = (_, response) -> {
            response.send("x");
            second.complete(assertThrows(IllegalStateException.class, () -> response.send("y")));
        };
        try (HttpServer server = Servers.start(handler);
                RawClient client = new RawClient(server)) {
            assertEquals("x", client.get("/").answer().body());
            assertTrue(second.get(30, TimeUnit.SECONDS).getMessage().contains("already"));
        }
    }

    @Test
    void fieldsThatTheServerWritesAreNotTheHandlers() throws Exception {
        Handler handler = (_, response) -> {
            assertThrows(IllegalArgumentException.class, () -> response.header("Transfer-Encoding", "gzip"));
            assertThrows(IllegalArgumentException.class, () -> response.header("X", "a\r\nY: b"));
            assertThrows(IllegalArgumentException.class, () -> response.header("Content-Length", "x"));
            assertThrows(IllegalArgumentException.class, () -> response.trailer("Content-Length", "1"));
            response.header("Date", "now").header("Connection", "close").header("X", "1").header("X", "2").send("x");
        };
        try (HttpServer server = Servers.start(handler);
                RawClient client = new RawClient(server)) {
            Answer answer = client.get("/").answer();
            assertEquals("now", answer.field("date"));
            assertEquals("close", answer.field("connection"));
            assertEquals("1, 2", answer.field("x"));
            assertThrows(EOFException.class, client::answer);
        }
    }

    @Test
    void aFileThatComesTooLateIsClosedAllTheSame(@TempDir Path directory) throws Exception {
        Path file = Files.writeString(directory.resolve("file"), "text");
        CompletableFuture<Boolean> open = new CompletableFuture<>();
        Handler handler = (_, response) -> {
            response.send("x");
            assertThrows(IllegalStateException.class, () -> response.sendFile(file));
            open.complete(isOpen(file));
        };
        try (HttpServer server = Servers.start(handler);
                RawClient client = new RawClient(server)) {
            assertEquals("x", client.get("/").answer().body());
            assertFalse(open.get(30, TimeUnit.SECONDS));
        }
    }

    private static boolean isOpen(Path file) {
        for (String fd : new File("/proc/self/fd").list()) {
            try {
                if (Files.readSymbolicLink(Path.of("/proc/self/fd", fd)).equals(file)) {
                    return true;
                }
            } catch (IOException e) {
                continue; // It has been closed meanwhile: so it is not the one.
            }
        }
        return false;
    }
}
