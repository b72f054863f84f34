package millrace.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;
import millrace.os.Descriptor;
import millrace.os.Pipe;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A descriptor is closed here while another one for the same open file stays open, as in another worker. */
class SharedDescriptorTest {
    @ParameterizedTest
    @EnumSource
    void aListenerThatOthersShareIsOverWhenItIsClosed(PollerKind kind) throws Exception {
        InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        int fd = ListeningSocket.open(any, ListenOptions.DEFAULT);
        int elsewhere = Descriptor.duplicate(fd);
        try (LoopFixture fixture = new LoopFixture(kind);
                Pipe pipe = Pipe.open()) {
            SocketListener listener =
                    fixture.on(() -> SocketListener.adopt(fixture.loop, fd, _ -> new ConnectionTest.Echo()));
            fixture.on(() -> {
                listener.close();
                return null;
            });
            fixture.nextTurn();
            AtomicInteger called = new AtomicInteger();
            int sameNumber = Descriptor.duplicate(pipe.readEnd(), fd);
            assertEquals(fd, sameNumber);
            fixture.on(() -> stranger(fixture.loop, sameNumber, called));
            try (Socket _ = LoopFixture.client(listener)) {
                long before = fixture.on(fixture.loop::turns);
                for (int i = 0; i < 100; i++) {
                    fixture.on(() -> null);
                }
                assertEquals(0, called.get(), "a stranger is called for a listener that is closed");
                assertTrue(fixture.on(fixture.loop::turns) - before <= 300, "the loop spins");
            }
        } finally {
            Descriptor.close(elsewhere);
        }
    }

    private static Watch stranger(EventLoop loop, int fd, AtomicInteger called) {
        Watch stranger = new Watch(loop, fd) {
            @Override
            protected void ready(int bits) {
                called.incrementAndGet();
            }
        };
        stranger.interest(Watch.READ);
        return stranger;
    }

    @ParameterizedTest
    @EnumSource
    void aConnectorIsOverWhenItsConnectionBegins(PollerKind kind) throws Exception {
        try (LoopFixture fixture = new LoopFixture(kind);
                ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Pipe pipe = Pipe.open()) {
            int lowestFree = Descriptor.duplicate(pipe.readEnd());
            Descriptor.close(lowestFree);
            Connection connection = LoopFixture.await(fixture.on(() -> Connector.connect(
                            fixture.loop, server.getLocalSocketAddress(), 0, _ -> new ConnectionTest.Echo())
                    .toCompletableFuture()));
            fixture.nextTurn();
            // The connector had the first free number, its connection has another.
            assertNotEquals(lowestFree, connection.fd());
            AtomicInteger called = new AtomicInteger();
            int sameNumber = Descriptor.duplicate(pipe.readEnd(), lowestFree);
            assertEquals(lowestFree, sameNumber);
            fixture.on(() -> stranger(fixture.loop, sameNumber, called));
            try (Socket peer = server.accept()) {
                peer.getOutputStream().write(1);
                assertEquals(1, peer.getInputStream().read());
                assertEquals(0, called.get(), "a stranger is called for a connector that is closed");
            }
        }
    }
}
