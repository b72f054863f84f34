package millrace.cli.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import millrace.http.HttpServer;
import millrace.http.ServerOptions;
import millrace.loop.Connection;
import millrace.loop.EventLoop;
import millrace.loop.ListenOptions;
import millrace.loop.ListeningSocket;
import millrace.loop.PollerKind;
import millrace.loop.SocketListener;
import millrace.loop.StreamHandler;
import millrace.os.Descriptor;
import millrace.os.OsException;
import millrace.os.Socket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class WorkerGateTest {
    @TempDir
    Path folder;

    private EventLoop loop;
    private WorkerGate gate;
    private URI address;

    @BeforeEach
    void open() throws Exception {
        loop = EventLoop.open("gate-test", PollerKind.EPOLL);
        int fd = ListeningSocket.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), ListenOptions.DEFAULT);
        address = URI.create("http://127.0.0.1:" + ((InetSocketAddress) Socket.localAddress(fd)).getPort() + "/x");
        gate = WorkerGate.open(loop, fd);
        loop.start();
    }

    @AfterEach
    void close() {
        loop.stop();
    }

    private void workers(Path... sockets) throws Exception {
        CompletableFuture<Void> told = new CompletableFuture<>();
        loop.execute(() -> {
            gate.workers(Stream.of(sockets).map(UnixDomainSocketAddress::of).toList());
            told.complete(null);
        });
        told.get(30, TimeUnit.SECONDS);
    }

    private HttpServer worker(String name) throws Exception {
        return HttpServer.listen(UnixDomainSocketAddress.of(folder.resolve(name)), ServerOptions.DEFAULT,
                (request, response) -> response.send(name + " " + request.header("X-Forwarded-For")));
    }

    /** Ends each connection as soon as a request has come, as a worker that is killed does. */
    private void dyingWorker(String name) throws Exception {
        int fd = ListeningSocket.open(UnixDomainSocketAddress.of(folder.resolve(name)), ListenOptions.DEFAULT);
        StreamHandler dies = (Connection connection, byte[] buffer, int offset, int length) -> {
            connection.abort();
            return length;
        };
        CompletableFuture<Void> listens = new CompletableFuture<>();
        loop.execute(() -> {
            SocketListener.adopt(loop, fd, connection -> dies);
            listens.complete(null);
        });
        listens.get(30, TimeUnit.SECONDS);
    }

    /** The JDK keeps the connection for the next request. */
    private HttpURLConnection ask(String body) throws IOException {
        HttpURLConnection connection = (HttpURLConnection) address.toURL().openConnection();
        if (body != null) {
            connection.setDoOutput(true);
            connection.getOutputStream().write(body.getBytes());
        }
        connection.getResponseCode();
        return connection;
    }

    private String get() {
        try {
            return new String(ask(null).getInputStream().readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void itsFilesMayBeInAFolderOfAnyName() throws Exception {
        Path odd = Files.createDirectory(folder.resolve("a b;c{$d}\"e\\f#'"));
        int fd = ListeningSocket.open(UnixDomainSocketAddress.of(odd.resolve("gate")), ListenOptions.DEFAULT);
        CompletableFuture<CompletionStage<Void>> closing = new CompletableFuture<>();
        loop.execute(() -> {
            try {
                closing.complete(WorkerGate.open(loop, fd, odd).close());
            } catch (OsException e) {
                closing.completeExceptionally(e);
            }
        });
        closing.thenCompose(stage -> stage).get(30, TimeUnit.SECONDS);
        try (Stream<Path> left = Files.list(odd)) {
            assertEquals(List.of(odd.resolve("gate")), left.toList());
        }
    }

    @Test
    void aGateThatCannotBeOpenedKeepsNothing() throws Exception {
        int fd = ListeningSocket.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), ListenOptions.DEFAULT);
        SocketAddress there = Socket.localAddress(fd);
        OsException error =
                assertThrows(OsException.class, () -> WorkerGate.open(loop, fd, folder.resolve("nowhere")));
        assertTrue(error.getMessage().contains("nowhere"), error.getMessage());
        // The descriptor was the only one.
        int again = ListeningSocket.open(there, ListenOptions.DEFAULT);
        Descriptor.close(again);
    }

    @Test
    void requestsReachTheWorkersAndSayWhomTheyAreFrom() throws Exception {
        try (HttpServer one = worker("one")) {
            workers(folder.resolve("one"));
            assertEquals("one 127.0.0.1", get());
        }
    }

    /** The answer to a request, to the end of the connection. */
    private String say(String request) throws IOException {
        try (java.net.Socket client = new java.net.Socket(address.getHost(), address.getPort())) {
            client.setSoTimeout(30_000);
            client.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(client.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        }
    }

    /** As a program without a gate could. */
    @Test
    void headsAreAsLongAsAProgramMakesThemAndAreItsOwn() throws Exception {
        String text = "x".repeat(15_000);
        try (HttpServer one = HttpServer.listen(UnixDomainSocketAddress.of(folder.resolve("one")), ServerOptions.DEFAULT,
                (request, response) -> response.header("Server", "my own").header("X-Long", text)
                        .send(request.header("Cookie").length() + " " + request.header("X-Forwarded-Proto")))) {
            workers(folder.resolve("one"));
            String answer = say("GET / HTTP/1.1\r\nHost: x\r\nCookie: " + text + "\r\nX-Forwarded-Proto: https\r\n"
                    + "Connection: close\r\n\r\n");
            assertTrue(answer.startsWith("HTTP/1.1 200 ") && answer.endsWith("\r\n\r\n15000 https"), answer);
            assertTrue(answer.contains(text) && answer.contains("\r\nServer: my own\r\n"), answer);
            assertEquals(1, answer.split("\r\nServer: ", -1).length - 1, answer);
            assertEquals(1, answer.split("\r\nDate: ", -1).length - 1, answer);
        }
    }

    @Test
    void whoSaysNoHostIsServedToo() throws Exception {
        try (HttpServer one = HttpServer.listen(UnixDomainSocketAddress.of(folder.resolve("one")), ServerOptions.DEFAULT,
                (request, response) -> response.send(request.header("Host") + " " + request.header("X-Forwarded-Proto")))) {
            workers(folder.resolve("one"));
            String answer = say("GET / HTTP/1.0\r\n\r\n");
            assertTrue(answer.endsWith("\r\n\r\nlocalhost http"), answer);
        }
    }

    @Test
    void whatAWorkerHasNotAnsweredGoesToAnotherIfItMayBeRepeated() throws Exception {
        try (HttpServer one = worker("one")) {
            dyingWorker("dying");
            workers(folder.resolve("dying"), folder.resolve("one"));
            for (int i = 0; i < 10; i++) {
                assertEquals("one 127.0.0.1", get());
            }
            int refused = 0;
            for (int i = 0; i < 10; i++) {
                refused += ask("order").getResponseCode() == 502 ? 1 : 0;
            }
            assertTrue(refused > 0, "an order must not be sent twice");
        }
    }

    @Test
    void withoutAWorkerRequestsWaitForOne() throws Exception {
        CompletableFuture<String> answer = CompletableFuture.supplyAsync(this::get);
        try (HttpServer one = worker("one")) {
            workers(folder.resolve("one"));
            assertEquals("one 127.0.0.1", answer.get(30, TimeUnit.SECONDS));
        }
    }

    @Test
    void aClientsConnectionOutlivesItsWorkers() throws Exception {
        try (HttpServer one = worker("one"); HttpServer two = worker("two")) {
            workers(folder.resolve("one"));
            assertEquals("one 127.0.0.1", get());
            workers(folder.resolve("two"));
            assertEquals("two 127.0.0.1", get());
        }
    }
}
