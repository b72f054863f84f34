package millrace.loop;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import millrace.os.Errno;
import millrace.os.OsException;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a stream promises, on every poller. */
class ConnectionTest {
    /** Sends back what comes, and slows its peer down when that does not read. */
    static class Echo implements StreamHandler {
        final CompletableFuture<IOException> closed = new CompletableFuture<>();

        @Override
        public int onData(Connection connection, byte[] buffer, int offset, int length) {
            if (!connection.write(buffer, offset, length)) {
                connection.pause();
            }
            return length;
        }

        @Override
        public void onWritable(Connection connection) {
            connection.resume();
        }

        @Override
        public void onClosed(Connection connection, IOException cause) {
            closed.complete(cause);
        }
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    @ParameterizedTest
    @EnumSource
    void echoesAndClosesWhenBothSidesHaveEnded(PollerKind kind) throws Exception {
        Echo echo = new Echo();
        try (LoopFixture fixture = new LoopFixture(kind);
                Socket client = LoopFixture.client(fixture.listen(_ -> echo))) {
            client.getOutputStream().write("hello".getBytes());
            assertEquals("hello", new String(client.getInputStream().readNBytes(5)));
            client.shutdownOutput();
            assertEquals(-1, client.getInputStream().read());
            assertNull(LoopFixture.await(echo.closed));
        }
    }

    @ParameterizedTest
    @EnumSource
    void echoesMuchMoreThanAnyBufferHolds(PollerKind kind) throws Exception {
        byte[] sent = random(8 << 20);
        try (LoopFixture fixture = new LoopFixture(kind);
                Socket client = LoopFixture.client(fixture.listen(_ -> new Echo()))) {
            Thread writer = Thread.ofPlatform().start(() -> {
                try {
                    client.getOutputStream().write(sent);
                    client.shutdownOutput();
                } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            });
            assertArrayEquals(sent, client.getInputStream().readAllBytes());
            writer.join();
        }
    }

    @ParameterizedTest
    @EnumSource
    void echoesOverAUnixSocket(PollerKind kind, @TempDir Path folder) throws Exception {
        UnixDomainSocketAddress address = UnixDomainSocketAddress.of(folder.resolve("echo.sock"));
        try (LoopFixture fixture = new LoopFixture(kind)) {
            fixture.listen(address, _ -> new Echo());
            try (SocketChannel client = SocketChannel.open(address)) {
                client.write(ByteBuffer.wrap("unix".getBytes()));
                ByteBuffer answer = ByteBuffer.allocate(4);
                while (answer.hasRemaining()) {
                    assertTrue(client.read(answer) >= 0);
                }
                assertEquals("unix", new String(answer.array()));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatIsNotConsumedIsOfferedAgainInOnePiece(PollerKind kind) throws Exception {
        CompletableFuture<String> whole = new CompletableFuture<>();
        StreamHandler untilSemicolon = (_, buffer, offset, length) -> {
            String text = new String(buffer, offset, length);
            if (!text.endsWith(";")) {
                return 0;
            }
            whole.complete(text);
            return length;
        };
        try (LoopFixture fixture = new LoopFixture(kind);
                Socket client = LoopFixture.client(fixture.listen(_ -> untilSemicolon))) {
            client.setTcpNoDelay(true);
            for (String piece : "one two three ;".split("(?<= )")) {
                client.getOutputStream().write(piece.getBytes());
            }
            assertEquals("one two three ;", LoopFixture.await(whole));
        }
    }

    @ParameterizedTest
    @EnumSource
    void aPausedConnectionDeliversNothingAndEverythingAfterwards(PollerKind kind) throws Exception {
        AtomicLong seen = new AtomicLong();
        CompletableFuture<Connection> accepted = new CompletableFuture<>();
        CompletableFuture<Void> all = new CompletableFuture<>();
        byte[] sent = random(2 << 20);
        try (LoopFixture fixture = new LoopFixture(kind);
                Socket client = LoopFixture.client(fixture.listen(connection -> {
                    connection.pause();
                    accepted.complete(connection);
                    return (_, _, _, length) -> {
                        if (seen.addAndGet(length) == sent.length) {
                            all.complete(null);
                        }
                        return length;
                    };
                }))) {
            Connection connection = LoopFixture.await(accepted);
            Thread writer = Thread.ofPlatform().start(() -> {
                try {
                    client.getOutputStream().write(sent);
                } catch (IOException e) {
                    all.completeExceptionally(e);
                }
            });
            for (int turn = 0; turn < 100; turn++) {
                assertEquals(0L, fixture.on(seen::get));
            }
            fixture.on(() -> {
                connection.resume();
                return null;
            });
            LoopFixture.await(all);
            writer.join();
        }
    }

    @ParameterizedTest
    @EnumSource
    void bytesKeptWhilePausedAreOfferedOnResumeWithoutNewOnes(PollerKind kind) throws Exception {
        CompletableFuture<Connection> paused = new CompletableFuture<>();
        CompletableFuture<String> offered = new CompletableFuture<>();
        StreamHandler handler = (connection, buffer, offset, length) -> {
            if (!paused.isDone()) {
                connection.pause();
                paused.complete(connection);
                return 1;
            }
            offered.complete(new String(buffer, offset, length));
            return length;
        };
        try (LoopFixture fixture = new LoopFixture(kind);
                Socket client = LoopFixture.client(fixture.listen(_ -> handler))) {
            client.getOutputStream().write("abc".getBytes());
            Connection connection = LoopFixture.await(paused);
            fixture.on(() -> {
                connection.resume();
                return null;
            });
            assertEquals("bc", LoopFixture.await(offered));
        }
    }

    @ParameterizedTest
    @EnumSource
    void aWriterIsToldOfASlowReaderAndOfItsRecovery(PollerKind kind) throws Exception {
        byte[] piece = random(64 * 1024);
        AtomicLong written = new AtomicLong();
        long total = 32L << 20;
        StreamHandler flood = new StreamHandler() {
            @Override
            public int onData(Connection connection, byte[] buffer, int offset, int length) {
                onWritable(connection);
                return length;
            }

            @Override
            public void onWritable(Connection connection) {
                while (written.get() < total) {
                    written.addAndGet(piece.length);
                    boolean more = connection.write(piece);
                    assertTrue(connection.queuedBytes() <= Connection.HIGH_WATER + piece.length);
                    if (!more) {
                        return;
                    }
                }
                connection.end();
            }
        };
        try (LoopFixture fixture = new LoopFixture(kind);
                Socket client = LoopFixture.client(fixture.listen(_ -> flood))) {
            client.getOutputStream().write(1);
            InputStream in = client.getInputStream();
            byte[] read = new byte[piece.length];
            for (long left = total; left > 0; left -= piece.length) {
                assertEquals(piece.length, in.readNBytes(read, 0, piece.length));
                assertTrue(Arrays.equals(piece, read));
            }
            assertEquals(-1, in.read());
        }
    }

    @ParameterizedTest
    @EnumSource
    void finishSendsWhatIsQueuedBeforeItCloses(PollerKind kind) throws Exception {
        byte[] answer = random(4 << 20);
        StreamHandler handler = (connection, _, _, length) -> {
            connection.write(answer);
            connection.finish();
            assertThrows(IllegalStateException.class, () -> connection.write(answer));
            return length;
        };
        try (LoopFixture fixture = new LoopFixture(kind);
                Socket client = LoopFixture.client(fixture.listen(_ -> handler))) {
            client.getOutputStream().write(1);
            assertArrayEquals(answer, client.getInputStream().readAllBytes());
        }
    }

    @ParameterizedTest
    @EnumSource
    void aResetByThePeerIsToldAsItsCause(PollerKind kind) throws Exception {
        Echo echo = new Echo();
        try (LoopFixture fixture = new LoopFixture(kind)) {
            Socket client = LoopFixture.client(fixture.listen(_ -> echo));
            client.getOutputStream().write(1);
            assertEquals(1, client.getInputStream().read());
            client.setSoLinger(true, 0);
            client.close();
            OsException cause = assertInstanceOf(OsException.class, LoopFixture.await(echo.closed));
            assertEquals(Errno.ECONNRESET.number(), cause.errno());
        }
    }

    @ParameterizedTest
    @EnumSource
    void aHandlerThatThrowsLosesItsConnectionAndNoOther(PollerKind kind) throws Exception {
        CompletableFuture<IOException> closed = new CompletableFuture<>();
        StreamHandler broken = new StreamHandler() {
            @Override
            public int onData(Connection connection, byte[] buffer, int offset, int length) {
                throw new IllegalArgumentException("broken handler");
            }

            @Override
            public void onClosed(Connection connection, IOException cause) {
                closed.complete(cause);
            }
        };
        try (LoopFixture fixture = new LoopFixture(kind)) {
            fixture.on(() -> {
                fixture.loop.onUncaught(_ -> {});
                return null;
            });
            Listener listener = fixture.listen(connection -> closed.isDone() ? new Echo() : broken);
            try (Socket first = LoopFixture.client(listener)) {
                first.getOutputStream().write(1);
                assertEquals("broken handler", LoopFixture.await(closed).getCause().getMessage());
                assertThrowsOrEnds(first);
            }
            try (Socket second = LoopFixture.client(listener)) {
                second.getOutputStream().write(7);
                assertEquals(7, second.getInputStream().read());
            }
        }
    }

    private static void assertThrowsOrEnds(Socket socket) throws IOException {
        try {
            assertEquals(-1, socket.getInputStream().read());
        } catch (SocketException reset) {
            assertTrue(reset.getMessage().contains("reset"), reset.getMessage());
        }
    }

    @ParameterizedTest
    @EnumSource
    void theCountdownEndsAConnectionThatIsSilent(PollerKind kind) throws Exception {
        Echo echo = new Echo();
        try (LoopFixture fixture = new LoopFixture(kind);
                Socket client = LoopFixture.client(fixture.listen(connection -> {
                    connection.timeout(TimeUnit.MILLISECONDS.toNanos(20));
                    return echo;
                }))) {
            assertEquals(-1, client.getInputStream().read());
            assertNull(LoopFixture.await(echo.closed));
        }
    }

    @ParameterizedTest
    @EnumSource
    void connectsToAListenerAndTalks(PollerKind kind) throws Exception {
        CompletableFuture<String> answer = new CompletableFuture<>();
        try (LoopFixture fixture = new LoopFixture(kind)) {
            Listener listener = fixture.listen(_ -> new Echo());
            fixture.on(() -> Connector.connect(fixture.loop, listener.address(), 0, _ -> (_, buffer, offset, length) -> {
                        answer.complete(new String(buffer, offset, length));
                        return length;
                    })
                    .thenAccept(connection -> connection.write("ping".getBytes())));
            assertEquals("ping", LoopFixture.await(answer));
        }
    }

    @ParameterizedTest
    @EnumSource
    void aRefusedConnectNamesTheAddress(PollerKind kind) throws Exception {
        try (LoopFixture fixture = new LoopFixture(kind)) {
            InetSocketAddress nobody;
            try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                nobody = (InetSocketAddress) closed.getLocalSocketAddress();
            }
            CompletableFuture<Connection> result = fixture.on(
                    () -> Connector.connect(fixture.loop, nobody, 0, _ -> new Echo()).toCompletableFuture());
            ExecutionException failure = assertThrows(ExecutionException.class, () -> LoopFixture.await(result));
            assertEquals(
                    Errno.ECONNREFUSED.number(),
                    assertInstanceOf(OsException.class, failure.getCause()).errno());
            assertTrue(failure.getMessage().contains(nobody.toString()), failure.getMessage());
        }
    }

    @ParameterizedTest
    @EnumSource
    void aPortInUseNamesItselfAndTheRemedy(PollerKind kind) throws Exception {
        try (LoopFixture fixture = new LoopFixture(kind)) {
            Listener listener = fixture.listen(_ -> new Echo());
            ExecutionException failure = assertThrows(
                    ExecutionException.class, () -> fixture.listen(listener.address(), _ -> new Echo()));
            String message = failure.getCause().getMessage();
            int port = ((InetSocketAddress) listener.address()).getPort();
            assertTrue(message.startsWith("listen on 127.0.0.1:" + port), message);
            assertTrue(message.contains("EADDRINUSE"), message);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aRefusedConnectionIsClosed(PollerKind kind) throws Exception {
        try (LoopFixture fixture = new LoopFixture(kind);
                Socket client = LoopFixture.client(fixture.listen(_ -> null))) {
            assertThrowsOrEnds(client);
        }
    }

    @ParameterizedTest
    @EnumSource
    void addressesOfBothEndsAreKnown(PollerKind kind) throws Exception {
        CompletableFuture<Connection> accepted = new CompletableFuture<>();
        try (LoopFixture fixture = new LoopFixture(kind);
                Socket client = LoopFixture.client(fixture.listen(connection -> {
                    accepted.complete(connection);
                    return new Echo();
                }))) {
            Connection connection = LoopFixture.await(accepted);
            InetAddress loopback = InetAddress.getLoopbackAddress();
            assertEquals(new InetSocketAddress(loopback, client.getLocalPort()), connection.remoteAddress());
            assertEquals(new InetSocketAddress(loopback, client.getPort()), connection.localAddress());
            assertFalse(connection.isPaused());
        }
    }
}
