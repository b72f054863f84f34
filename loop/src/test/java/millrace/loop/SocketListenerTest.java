package millrace.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import millrace.os.Descriptor;
import millrace.os.EventFd;
import millrace.os.OsException;
import millrace.os.Proc;
import millrace.os.Rlimit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SocketListenerTest {
    private static final int SELF = (int) ProcessHandle.current().pid();

    @ParameterizedTest
    @EnumSource
    void aProcessWithoutDescriptorsLetsClientsWaitAndNeitherSpinsNorDies(PollerKind kind) throws Exception {
        try (LoopFixture fixture = new LoopFixture(kind)) {
            Listener listener = fixture.listen(_ -> new ConnectionTest.Echo());
            try (Socket before = LoopFixture.client(listener);
                    Socket waiting = new Socket()) {
                // A socket object opens its descriptor late: bind makes it do so now.
                waiting.bind(null);
                echo(before, 1);
                fixture.on(() -> {
                    fixture.loop.log();
                    return null;
                });
                try (Hoard _ = new Hoard()) {
                    waiting.connect(before.getRemoteSocketAddress());
                    waiting.getOutputStream().write(2);
                    echo(before, 3);
                    assertTurnsWithoutSpinning(fixture);
                    assertEquals(0, waiting.getInputStream().available());
                }
                assertEquals(2, waiting.getInputStream().read());
            }
        }
    }

    /** Holds all descriptors there are, with the limit lowered so that it does not take long. */
    private static final class Hoard implements AutoCloseable {
        private final Rlimit.Range limit = Rlimit.NOFILE.get(0);
        private final List<Integer> held = new ArrayList<>();

        Hoard() throws Exception {
            int first = EventFd.open().fd();
            Rlimit.NOFILE.set(0, new Rlimit.Range(first + 200, limit.hard()));
            for (int fd = first; fd >= 0; fd = Descriptor.duplicate(first)) {
                held.add(fd);
            }
            assertTrue(held.size() > 10, held.size() + " descriptors were free");
        }

        @Override
        public void close() throws OsException {
            held.forEach(Descriptor::close);
            Rlimit.NOFILE.set(0, limit);
        }
    }

    private static void echo(Socket client, int value) throws Exception {
        client.getOutputStream().write(value);
        assertEquals(value, client.getInputStream().read());
    }

    /** A loop that spins goes round thousands of times while the retry timer fires once. */
    private static void assertTurnsWithoutSpinning(LoopFixture fixture) throws Exception {
        CompletableFuture<Void> later = new CompletableFuture<>();
        long before = fixture.on(fixture.loop::turns);
        fixture.on(() -> fixture.loop.schedule(() -> later.complete(null), 50, TimeUnit.MILLISECONDS));
        LoopFixture.await(later);
        long turns = fixture.on(fixture.loop::turns) - before;
        assertTrue(turns < 50, turns + " turns in which nothing could be accepted");
    }

    @Test
    void aPausedListenerLetsClientsWait() throws Exception {
        AtomicInteger accepted = new AtomicInteger();
        try (LoopFixture fixture = new LoopFixture(PollerKind.EPOLL)) {
            Listener listener = fixture.listen(_ -> {
                accepted.incrementAndGet();
                return new ConnectionTest.Echo();
            });
            fixture.on(() -> {
                listener.pause();
                return null;
            });
            try (Socket client = LoopFixture.client(listener)) {
                for (int turn = 0; turn < 100; turn++) {
                    assertEquals(0, fixture.on(accepted::get));
                }
                fixture.on(() -> {
                    listener.resume();
                    return null;
                });
                echo(client, 9);
            }
        }
    }

    @Test
    void aUnixSocketLeftBehindByADeadOwnerIsReusedAndOneInUseIsNot(@TempDir Path folder) throws Exception {
        UnixDomainSocketAddress address = UnixDomainSocketAddress.of(folder.resolve("door.sock"));
        int abandoned = ListeningSocket.open(address, ListenOptions.DEFAULT);
        Descriptor.close(abandoned);
        assertTrue(Files.exists(address.getPath()));
        int fresh = ListeningSocket.open(address, ListenOptions.DEFAULT);
        try {
            String refusal = assertThrows(OsException.class, () -> ListeningSocket.open(address, ListenOptions.DEFAULT))
                    .getMessage();
            assertTrue(refusal.contains(address.toString()), refusal);
        } finally {
            Descriptor.close(fresh);
        }
    }

    @Test
    void whatDoesNotListenIsNoDoor() throws Exception {
        int udp = UdpSocket.openDescriptor(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), ListenOptions.DEFAULT);
        try (LoopFixture fixture = new LoopFixture(PollerKind.EPOLL)) {
            ExecutionException refused = assertThrows(
                    ExecutionException.class,
                    () -> fixture.on(() -> SocketListener.adopt(fixture.loop, udp, _ -> new ConnectionTest.Echo())));
            assertInstanceOf(IllegalArgumentException.class, refused.getCause());
        } finally {
            Descriptor.close(udp);
        }
    }

    @Test
    void closedDoorsAndConnectionsLeaveNoDescriptorBehind() throws Exception {
        try (LoopFixture fixture = new LoopFixture(PollerKind.EPOLL)) {
            openAndClose(fixture);
            int before = Proc.descriptors(SELF);
            for (int i = 0; i < 100; i++) {
                openAndClose(fixture);
            }
            int left = Proc.descriptors(SELF) - before;
            assertTrue(left < 50, left + " descriptors more after 100 doors with a connection each");
        }
    }

    private static void openAndClose(LoopFixture fixture) throws Exception {
        ConnectionTest.Echo handler = new ConnectionTest.Echo();
        Listener listener = fixture.listen(_ -> handler);
        try (Socket client = LoopFixture.client(listener)) {
            echo(client, 5);
        }
        fixture.on(() -> {
            listener.close();
            return null;
        });
        LoopFixture.await(handler.closed);
    }

    @Test
    void aFileThatIsNoSocketIsNeverRemoved(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("precious.txt"), "precious");
        try (LoopFixture fixture = new LoopFixture(PollerKind.EPOLL)) {
            ExecutionException failure = assertThrows(
                    ExecutionException.class,
                    () -> fixture.listen(UnixDomainSocketAddress.of(file), _ -> new ConnectionTest.Echo()));
            assertTrue(failure.getMessage().contains("EADDRINUSE"), failure.getMessage());
            assertEquals("precious", Files.readString(file));
        }
    }
}
