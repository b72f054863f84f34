package millrace.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import millrace.os.Errno;
import millrace.os.OsException;
import millrace.os.Proc;
import millrace.os.Socket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class UdpSocketTest {
    private static final InetSocketAddress ANY_PORT = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    @ParameterizedTest
    @EnumSource
    void aDatagramComesBackWholeAndWithItsSender(PollerKind kind) throws Exception {
        CompletableFuture<String> answer = new CompletableFuture<>();
        byte[] question = "who is there?".getBytes(StandardCharsets.UTF_8);
        try (LoopFixture fixture = new LoopFixture(kind)) {
            UdpSocket echo = fixture.on(() -> UdpSocket.open(
                    fixture.loop, ANY_PORT, false, (socket, buffer, offset, length, from) -> {
                        try {
                            socket.send(buffer, offset, length, from);
                        } catch (Exception e) {
                            answer.completeExceptionally(e);
                        }
                    }));
            fixture.on(() -> {
                UdpSocket client = UdpSocket.open(fixture.loop, ANY_PORT, false, (_, buffer, offset, length, from) ->
                        answer.complete(new String(buffer, offset, length, StandardCharsets.UTF_8) + from));
                return client.send(question, 0, question.length, echo.localAddress());
            });
            assertEquals("who is there?" + echo.localAddress(), LoopFixture.await(answer));
        }
    }

    @ParameterizedTest
    @EnumSource
    void aDatagramThatIsTooLongIsAnErrorThatSaysSo(PollerKind kind) throws Exception {
        try (LoopFixture fixture = new LoopFixture(kind)) {
            ExecutionException failure = assertThrows(ExecutionException.class, () -> fixture.on(() -> {
                UdpSocket socket = UdpSocket.open(fixture.loop, ANY_PORT, false, (_, _, _, _, _) -> {});
                return socket.send(new byte[100_000], 0, 100_000, socket.localAddress());
            }));
            assertEquals(true, failure.getCause().getMessage().contains("EMSGSIZE"), failure.getMessage());
        }
    }

    @Test
    void whoHasASocketHearsOnceThatItIsClosedBeItByTheLoopsEnd() throws Exception {
        List<UdpSocket> told = new CopyOnWriteArrayList<>();
        UdpSocket.Handler handler = new UdpSocket.Handler() {
            @Override
            public void onDatagram(UdpSocket socket, byte[] buffer, int offset, int length, SocketAddress from) {}

            @Override
            public void onClosed(UdpSocket socket) {
                told.add(socket);
            }
        };
        UdpSocket closed;
        UdpSocket open;
        try (LoopFixture fixture = new LoopFixture(PollerKind.EPOLL)) {
            closed = fixture.on(() -> UdpSocket.open(fixture.loop, ANY_PORT, false, handler));
            open = fixture.on(() -> UdpSocket.open(fixture.loop, ANY_PORT, false, handler));
            fixture.loop.execute(closed::close);
            fixture.loop.execute(closed::close);
        }
        assertEquals(List.of(closed, open), told);
    }

    @Test
    void whoSendsToAPeerThatHasRefusedIsTold() throws Exception {
        CompletableFuture<OsException> told = new CompletableFuture<>();
        UdpSocket.Handler handler = new UdpSocket.Handler() {
            @Override
            public void onDatagram(UdpSocket socket, byte[] buffer, int offset, int length, SocketAddress from) {}

            @Override
            public void onError(UdpSocket socket, OsException error) {
                told.complete(error);
            }
        };
        try (LoopFixture fixture = new LoopFixture(PollerKind.EPOLL)) {
            UdpSocket gone = fixture.on(() -> UdpSocket.open(fixture.loop, ANY_PORT, false, handler));
            SocketAddress nobody = fixture.on(gone::localAddress);
            fixture.on(() -> {
                gone.close();
                return null;
            });
            fixture.nextTurn();
            fixture.on(() -> {
                UdpSocket socket = UdpSocket.open(fixture.loop, ANY_PORT, false, handler);
                assertEquals(0, Socket.connect(socket.fd(), nobody));
                // In one turn, so that it is a call of send that meets the refusal, and not one that reads.
                while (socket.send(new byte[1], 0, 1, nobody)) {
                    Thread.onSpinWait();
                }
                assertTrue(told.isDone());
                return null;
            });
            assertEquals(Errno.ECONNREFUSED.number(), LoopFixture.await(told).errno());
        }
    }

    @Test
    void anAddressThatCannotBeBoundLeavesNoDescriptor() throws Exception {
        int self = (int) ProcessHandle.current().pid();
        int before = Proc.descriptors(self);
        InetSocketAddress unresolved = InetSocketAddress.createUnresolved("host.invalid", 1);
        assertThrows(IllegalArgumentException.class, () -> UdpSocket.openDescriptor(unresolved, ListenOptions.DEFAULT));
        assertTrue(Proc.descriptors(self) <= before);
    }

    @Test
    void aSocketOfAllAddressesAnswersFromTheOneThatWasAsked() throws Exception {
        for (String wildcard : List.of("0.0.0.0", "::")) {
            CompletableFuture<String> answer = new CompletableFuture<>();
            InetSocketAddress everywhere = new InetSocketAddress(InetAddress.getByName(wildcard), 0);
            InetAddress asked = InetAddress.getByName("127.0.0.77");
            try (LoopFixture fixture = new LoopFixture(PollerKind.EPOLL)) {
                UdpSocket echo = fixture.on(() -> {
                    UdpSocket made = UdpSocket.open(fixture.loop, everywhere, false, (socket, buffer, offset, length, from) -> {
                        try {
                            socket.send(buffer, offset, length, from, socket.arrivedAt());
                        } catch (Exception e) {
                            answer.completeExceptionally(e);
                        }
                    });
                    made.tellArrivals();
                    return made;
                });
                int port = ((InetSocketAddress) fixture.on(echo::localAddress)).getPort();
                fixture.on(() -> UdpSocket.open(fixture.loop, ANY_PORT, false, (_, buffer, offset, length, from) ->
                        answer.complete(new String(buffer, offset, length, StandardCharsets.UTF_8) + from))
                        .send("who?".getBytes(StandardCharsets.UTF_8), 0, 4, new InetSocketAddress(asked, port)));
                assertEquals("who?" + new InetSocketAddress(asked, port), LoopFixture.await(answer));
            }
        }
    }

    @Test
    void anAddressIsSharedOnlyWithWhoLeavesIt() throws Exception {
        CompletableFuture<String> heard = new CompletableFuture<>();
        try (LoopFixture fixture = new LoopFixture(PollerKind.EPOLL)) {
            UdpSocket old = fixture.on(() -> UdpSocket.open(fixture.loop, ANY_PORT, false, (_, _, _, _, _) ->
                    heard.complete("the old one")));
            SocketAddress address = fixture.on(old::localAddress);
            assertThrows(OsException.class, () -> UdpSocket.openDescriptor(address, ListenOptions.DEFAULT));
            fixture.on(() -> {
                old.leaveAddress();
                UdpSocket.open(fixture.loop, address, false, (_, _, _, _, _) -> heard.complete("the new one"));
                return UdpSocket.open(fixture.loop, ANY_PORT, false, (_, _, _, _, _) -> {}).send(new byte[1], 0, 1, address);
            });
            assertEquals("the new one", LoopFixture.await(heard));
            assertThrows(OsException.class, () -> UdpSocket.openDescriptor(address, ListenOptions.DEFAULT));
        }
    }
}
