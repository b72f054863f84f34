package millrace.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import millrace.os.Descriptor;
import millrace.os.Errno;
import millrace.os.OsException;
import millrace.os.Proc;
import millrace.os.Socket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ConnectorTest {
    private static final int SELF = (int) ProcessHandle.current().pid();

    private static CompletableFuture<Connection> connect(
            LoopFixture fixture, SocketAddress address, long timeoutNanos, Acceptor acceptor) throws Exception {
        return fixture.on(() ->
                Connector.connect(fixture.loop, address, timeoutNanos, acceptor).toCompletableFuture());
    }

    /** A listener whose queue is full: whoever connects now gets no answer. */
    private static final class Silent implements AutoCloseable {
        final ServerSocketChannel server = ServerSocketChannel.open();
        final List<SocketChannel> waiting = new ArrayList<>();

        Silent() throws IOException {
            server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1);
            for (int i = 0; i < 3; i++) {
                var channel = SocketChannel.open();
                channel.configureBlocking(false);
                channel.connect(address());
                waiting.add(channel);
            }
        }

        SocketAddress address() throws IOException {
            return server.getLocalAddress();
        }

        @Override
        public void close() throws IOException {
            for (var channel : waiting) {
                channel.close();
            }
            server.close();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aPeerThatDoesNotAnswerIsATimeoutAndLeavesNoDescriptor(PollerKind kind) throws Exception {
        try (LoopFixture fixture = new LoopFixture(kind);
                Silent silent = new Silent()) {
            int before = Proc.descriptors(SELF);
            var result = connect(fixture, silent.address(), TimeUnit.MILLISECONDS.toNanos(20), _ -> null);
            var failure = assertThrows(ExecutionException.class, () -> LoopFixture.await(result));
            var cause = assertInstanceOf(OsException.class, failure.getCause());
            assertEquals(Errno.ETIMEDOUT.number(), cause.errno());
            fixture.nextTurn();
            assertTrue(Proc.descriptors(SELF) <= before);
        }
    }

    @Test
    void aConnectThatIsUnderWayWhenTheLoopEndsFails() throws Exception {
        try (Silent silent = new Silent()) {
            LoopFixture fixture = new LoopFixture(PollerKind.EPOLL);
            var result = connect(fixture, silent.address(), 0, _ -> null);
            fixture.close();
            assertTrue(result.isCompletedExceptionally());
        }
    }

    @Test
    void anAddressThatCannotBeConnectedToFailsTheStageAndLeavesNoDescriptor() throws Exception {
        try (LoopFixture fixture = new LoopFixture(PollerKind.EPOLL)) {
            int before = Proc.descriptors(SELF);
            SocketAddress unresolved = InetSocketAddress.createUnresolved("host.invalid", 80);
            var result = connect(fixture, unresolved, 0, _ -> null);
            var failure = assertThrows(ExecutionException.class, () -> LoopFixture.await(result));
            assertInstanceOf(IOException.class, failure.getCause());
            assertTrue(failure.getMessage().contains("host.invalid"), failure.getMessage());
            fixture.nextTurn();
            assertTrue(Proc.descriptors(SELF) <= before);
        }
    }

    @ParameterizedTest
    @EnumSource
    void anAcceptorThatThrowsFailsTheStage(PollerKind kind, @TempDir Path folder) throws Exception {
        try (LoopFixture fixture = new LoopFixture(kind)) {
            fixture.on(() -> {
                fixture.loop.onUncaught(_ -> {});
                return null;
            });
            SocketAddress unix = UnixDomainSocketAddress.of(folder.resolve("s"));
            for (SocketAddress address : List.of(unix, new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
                Listener listener = fixture.listen(address, _ -> new ConnectionTest.Echo());
                var result = connect(fixture, listener.address(), 0, _ -> {
                    throw new IllegalArgumentException("broken acceptor");
                });
                var failure = assertThrows(ExecutionException.class, () -> LoopFixture.await(result));
                assertTrue(failure.getMessage().contains("broken acceptor"), failure.getMessage());
            }
        }
    }

    /** An epoll set keeps what was closed here and is still open elsewhere, by its number. */
    @ParameterizedTest
    @EnumSource
    void anEventMeantForAStrangerIsNotTakenForAConnection(PollerKind kind) throws Exception {
        int[] pair = new int[2];
        assertEquals(0, Socket.pair(pair));
        int elsewhere = Descriptor.duplicate(pair[0]);
        MemorySegment octet = MemorySegment.ofArray(new byte[1]);
        try (LoopFixture fixture = new LoopFixture(kind);
                Silent silent = new Silent()) {
            ConnectionTest.Echo echo = new ConnectionTest.Echo();
            Connection before = fixture.on(() -> Connection.adopt(fixture.loop, pair[0], _ -> echo));
            assertEquals(1, Socket.send(pair[1], octet, 1));
            while (Socket.receive(pair[1], octet, 1) != 1) {
                Thread.onSpinWait();
            }
            fixture.nextTurn();
            fixture.on(() -> {
                before.abort();
                return null;
            });
            LoopFixture.await(echo.closed);
            List<Integer> lower = fillUpTo(pair[0]);
            var result = connect(fixture, silent.address(), 0, _ -> null);
            assertEquals(1, Socket.send(pair[1], octet, 1));
            for (int i = 0; i < 10; i++) {
                fixture.nextTurn();
            }
            assertFalse(result.isDone());
            lower.forEach(Descriptor::close);
        } finally {
            Descriptor.close(pair[1]);
            Descriptor.close(elsewhere);
        }
    }

    /** Takes all free numbers below one, so that it is the next to be given out. */
    private static List<Integer> fillUpTo(int fd) {
        List<Integer> taken = new ArrayList<>();
        int next = Descriptor.duplicate(0);
        while (next < fd) {
            taken.add(next);
            next = Descriptor.duplicate(0);
        }
        Descriptor.close(next);
        assertEquals(fd, next);
        return taken;
    }
}
