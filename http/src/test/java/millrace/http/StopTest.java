package millrace.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import millrace.http.RawClient.Answer;
import millrace.loop.Connection;
import millrace.loop.EventLoop;
import millrace.loop.ListenOptions;
import millrace.loop.Listener;
import millrace.loop.PollerKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StopTest {
    private static final Duration LONG = Duration.ofMinutes(10);

    @Test
    void idleConnectionsAreClosedAndNoNewOnesTaken() throws Exception {
        HttpServer server = Servers.start((_, response) -> response.send("x"));
        try (RawClient used = new RawClient(server);
                RawClient fresh = new RawClient(server)) {
            assertEquals("x", used.get("/").answer().body());
            assertEquals("x", fresh.get("/").answer().body());
            await(server.stop(LONG));
            assertEquals(0, used.untilClosed());
            assertEquals(0, fresh.untilClosed());
            assertThrows(ConnectException.class, () -> new RawClient(server).close());
        }
    }

    @Test
    void whoAnswersWithoutAnEndIsToldOnce() throws Exception {
        CompletableFuture<Void> asked = new CompletableFuture<>();
        HttpServer server = Servers.start((_, response) -> {
            asked.complete(null);
            response.onServerStop(() -> {
                response.write("bye");
                response.end();
            });
            response.write("on and on ");
        });
        try (RawClient client = new RawClient(server)) {
            client.get("/");
            asked.get(30, TimeUnit.SECONDS);
            CompletionStage<Void> stopped = server.stop(LONG);
            assertEquals("on and on bye", client.answer().body());
            assertEquals(0, client.untilClosed());
            await(stopped);
        }
    }

    @Test
    void connectionsMoveToTheNextServerBetweenTwoRequests() throws Exception {
        CompletableFuture<Runnable> parked = new CompletableFuture<>();
        Handler slow = (request, response) -> {
            if (request.path().equals("/slow")) {
                parked.complete(() -> request.loop().execute(() -> response.send("slow")));
            } else {
                response.send("old");
            }
        };
        EventLoop loop = EventLoop.open("two", PollerKind.EPOLL);
        loop.start();
        try (loop) {
            ServerLoop old = new ServerLoop(loop, ServerOptions.DEFAULT, slow);
            ServerLoop next = new ServerLoop(loop, ServerOptions.DEFAULT, (_, response) -> response.send("new"));
            Listener listener = listen(loop, old);
            try (RawClient idle = new RawClient(((InetSocketAddress) listener.address()).getPort());
                    RawClient active = new RawClient(((InetSocketAddress) listener.address()).getPort())) {
                assertEquals("old", idle.get("/").answer().body());
                active.get("/slow");
                Runnable release = parked.get(30, TimeUnit.SECONDS);
                loop.execute(() -> old.doorClosed(fd -> Connection.adopt(loop, fd, next)));
                assertEquals("new", untilNew(idle));
                release.run();
                Answer answer = active.answer();
                assertEquals("slow", answer.body());
                assertEquals(null, answer.field("connection"));
                assertEquals("new", untilNew(active));
            }
        }
    }

    @Test
    void aConnectionThatIsUpgradedAfterTheDoorWasClosedIsToldThatTheServerStops() throws Exception {
        CompletableFuture<Void> told = new CompletableFuture<>();
        CompletableFuture<Runnable> parked = new CompletableFuture<>();
        UpgradedHandler listening = new UpgradedHandler() {
            @Override
            public int onData(Connection connection, byte[] buffer, int offset, int length) {
                return length;
            }

            @Override
            public void serverStops() {
                told.complete(null);
            }
        };
        Handler late = (request, response) ->
                parked.complete(() -> request.loop().execute(() -> response.upgrade("later", listening)));
        EventLoop loop = EventLoop.open("one", PollerKind.EPOLL);
        loop.start();
        try (loop) {
            ServerLoop old = new ServerLoop(loop, ServerOptions.DEFAULT, late);
            ServerLoop next = new ServerLoop(loop, ServerOptions.DEFAULT, (_, response) -> response.send("new"));
            Listener listener = listen(loop, old);
            try (RawClient client = new RawClient(((InetSocketAddress) listener.address()).getPort())) {
                client.send("GET / HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: later\r\n\r\n");
                Runnable upgrade = parked.get(30, TimeUnit.SECONDS);
                loop.submit(() -> {
                    old.doorClosed(fd -> Connection.adopt(loop, fd, next));
                    return null;
                }).toCompletableFuture().get(30, TimeUnit.SECONDS);
                loop.submit(() -> null).toCompletableFuture().get(30, TimeUnit.SECONDS); // Its immediates are over, too.
                upgrade.run();
                told.get(30, TimeUnit.SECONDS);
            }
        }
    }

    private static Listener listen(EventLoop loop, ServerLoop server) throws Exception {
        InetSocketAddress anywhere = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0);
        return loop.submit(() -> Listener.listen(loop, anywhere, ListenOptions.DEFAULT, server))
                .thenCompose(stage -> stage)
                .toCompletableFuture()
                .get(30, TimeUnit.SECONDS);
    }

    /** The first request may still have been in time for the old server. */
    private static String untilNew(RawClient client) throws IOException {
        String body;
        do {
            body = client.get("/").answer().body();
        } while (body.equals("old"));
        return body;
    }

    @Test
    void activeRequestsFinishAndSayThatTheyAreTheLast() throws Exception {
        CompletableFuture<Runnable> parked = new CompletableFuture<>();
        Handler handler = (request, response) ->
                parked.complete(() -> request.loop().execute(() -> response.send("done")));
        HttpServer server = Servers.start(handler);
        try (RawClient client = new RawClient(server)) {
            client.get("/");
            Runnable release = parked.get(30, TimeUnit.SECONDS);
            CompletionStage<Void> stopped = server.stop(LONG);
            release.run();
            Answer answer = client.answer();
            assertEquals("done", answer.body());
            assertEquals("close", answer.field("connection"));
            assertEquals(0, client.untilClosed());
            await(stopped);
        }
    }

    @Test
    void aStreamThatHasBegunFinishes() throws Exception {
        CompletableFuture<Runnable> parked = new CompletableFuture<>();
        Handler handler = (request, response) -> {
            response.write("be");
            parked.complete(() -> request.loop().execute(() -> {
                response.write("gun");
                response.end();
            }));
        };
        HttpServer server = Servers.start(handler);
        try (RawClient client = new RawClient(server)) {
            client.get("/");
            Runnable release = parked.get(30, TimeUnit.SECONDS);
            CompletionStage<Void> stopped = server.stop(LONG);
            release.run();
            assertEquals("begun", client.answer().body());
            assertEquals(0, client.untilClosed());
            await(stopped);
        }
    }

    @Test
    void whatIsNotDoneWhenTheTimeIsOverIsBrokenOff() throws Exception {
        CompletableFuture<Void> started = new CompletableFuture<>();
        HttpServer server = Servers.start((_, _) -> started.complete(null));
        try (RawClient client = new RawClient(server)) {
            client.get("/");
            started.get(30, TimeUnit.SECONDS);
            await(server.stop(Duration.ofMillis(1)));
            assertThrows(IOException.class, client::answer);
        }
    }

    @Test
    void aSecondStopMayBeLessPatient() throws Exception {
        CompletableFuture<Void> asked = new CompletableFuture<>();
        HttpServer server = Servers.start((_, _) -> asked.complete(null));
        try (RawClient client = new RawClient(server)) {
            client.get("/");
            asked.get(30, TimeUnit.SECONDS);
            CompletionStage<Void> stopped = server.stop(Duration.ofDays(1));
            server.stop(Duration.ZERO);
            await(stopped);
        }
    }

    @Test
    void stoppingWithoutConnectionsEndsAtOnceAndTwiceIsTheSame() throws Exception {
        HttpServer server = Servers.start((_, response) -> response.send("x"));
        await(server.stop(LONG));
        await(server.stop(LONG));
        server.close();
        server.join();
    }

    @Test
    void anAddressInUseIsNamed() throws Exception {
        try (HttpServer server = Servers.start((_, response) -> response.send("x"))) {
            IOException e = assertThrows(IOException.class,
                    () -> HttpServer.listen(server.address(), ServerOptions.DEFAULT, (_, _) -> {}));
            assertTrue(e.getMessage().contains(Integer.toString(server.port())), e.getMessage());
        }
    }

    @Test
    void aUnixSocketServesToo(@TempDir Path folder) throws Exception {
        UnixDomainSocketAddress address = UnixDomainSocketAddress.of(folder.resolve("http.sock"));
        try (HttpServer server = HttpServer.listen(address, ServerOptions.DEFAULT, (_, response) -> response.send("x"));
                SocketChannel client = SocketChannel.open(address)) {
            assertEquals(-1, server.port());
            client.write(ByteBuffer.wrap("GET / HTTP/1.0\r\n\r\n".getBytes()));
            String answer = new String(Channels.newInputStream(client).readAllBytes());
            assertTrue(answer.startsWith("HTTP/1.1 200 OK\r\n") && answer.endsWith("\r\n\r\nx"), answer);
        }
    }

    @Test
    void severalLoopsShareOnePort() throws Exception {
        Set<String> loops = ConcurrentHashMap.newKeySet();
        Handler handler = (request, response) -> {
            loops.add(request.loop().toString());
            response.send("x");
        };
        try (HttpServer server = Servers.start(ServerOptions.DEFAULT.withLoops(3), handler)) {
            // The kernel spreads by the client's port: 200 in one place would be a chance of 3 in 3^200.
            for (int i = 0; i < 200; i++) {
                try (RawClient client = new RawClient(server)) {
                    assertEquals("x", client.get("/").answer().body());
                }
            }
        }
        assertTrue(loops.size() > 1, loops::toString);
    }

    private static void await(CompletionStage<Void> stage) throws Exception {
        stage.toCompletableFuture().get(30, TimeUnit.SECONDS);
    }
}
