package millrace.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import millrace.os.Descriptor;
import org.junit.jupiter.api.Test;

/** What is closed touches nothing any more: its descriptor's number may be a stranger's. */
class ClosedTest {
    private static final InetSocketAddress ANY = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    @Test
    void aClosedConnectionHasNoAddresses() throws Exception {
        CompletableFuture<SocketAddress> told = new CompletableFuture<>();
        int[] stranger = new int[1];
        StreamHandler handler = new StreamHandler() {
            @Override
            public int onData(Connection connection, byte[] buffer, int offset, int length) {
                connection.abort();
                return length;
            }

            @Override
            public void onClosed(Connection connection, IOException cause) {
                try {
                    stranger[0] = ListeningSocket.open(ANY, ListenOptions.DEFAULT);
                    if (stranger[0] != connection.fd()) {
                        int lower = stranger[0];
                        stranger[0] = Descriptor.duplicate(lower, connection.fd());
                        Descriptor.close(lower);
                    }
                    assertEquals(connection.fd(), stranger[0]);
                    told.complete(connection.localAddress());
                } catch (Exception | AssertionError e) {
                    told.completeExceptionally(e);
                }
            }
        };
        try (LoopFixture fixture = new LoopFixture(PollerKind.EPOLL);
                Socket client = LoopFixture.client(fixture.listen(_ -> handler))) {
            client.getOutputStream().write(1);
            assertNull(LoopFixture.await(told));
        } finally {
            Descriptor.close(stranger[0]);
        }
    }

    @Test
    void aClosedUdpSocketSendsNothing() throws Exception {
        try (LoopFixture fixture = new LoopFixture(PollerKind.EPOLL)) {
            UdpSocket socket = fixture.on(() -> UdpSocket.open(fixture.loop, ANY, false, (_, _, _, _, _) -> {}));
            SocketAddress address = fixture.on(socket::localAddress);
            fixture.on(() -> {
                socket.close();
                return null;
            });
            assertFalse(fixture.on(() -> socket.send(new byte[1], 0, 1, address)));
            assertNull(fixture.on(socket::localAddress));
        }
    }

    @Test
    void aClosedConnectionIsNotToldThatItsTimeIsUp() throws Exception {
        List<String> events = new ArrayList<>();
        CompletableFuture<Void> later = new CompletableFuture<>();
        StreamHandler handler = new StreamHandler() {
            @Override
            public int onData(Connection connection, byte[] buffer, int offset, int length) {
                connection.timeout(TimeUnit.SECONDS.toNanos(60));
                connection.abort();
                return length;
            }

            @Override
            public void onTimeout(Connection connection) {
                events.add("timeout");
            }

            @Override
            public void onClosed(Connection connection, IOException cause) {
                events.add("closed");
                connection.timeout(1);
                connection.loop().schedule(() -> later.complete(null), 10, TimeUnit.MILLISECONDS);
            }
        };
        try (LoopFixture fixture = new LoopFixture(PollerKind.EPOLL);
                Socket client = LoopFixture.client(fixture.listen(_ -> handler))) {
            client.getOutputStream().write(1);
            LoopFixture.await(later);
            assertEquals(List.of("closed"), fixture.on(() -> List.copyOf(events)));
        }
    }
}
