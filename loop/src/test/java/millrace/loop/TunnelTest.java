package millrace.loop;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.Socket;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TunnelTest {
    private RelayFixture two;
    private final CompletableFuture<Connection> over = new CompletableFuture<>();
    private final Tunnel tunnel = new Tunnel((_, broken, _) -> over.complete(broken));

    @AfterEach
    void close() throws Exception {
        two.close();
    }

    private void open(PollerKind kind) throws Exception {
        two = new RelayFixture(kind);
        two.fixture.on(() -> {
            tunnel.start(two.source.connection, two.sink.connection);
            return null;
        });
    }

    private static CompletableFuture<Void> send(Socket socket, byte[] bytes) {
        return CompletableFuture.runAsync(
                () -> {
                    try {
                        socket.getOutputStream().write(bytes);
                    } catch (IOException e) {
                        throw new IllegalStateException(e);
                    }
                },
                task -> Thread.ofVirtual().start(task));
    }

    @ParameterizedTest
    @EnumSource
    void muchGoesBothWaysAtOnce(PollerKind kind) throws Exception {
        open(kind);
        byte[] forth = new byte[7_000_003];
        byte[] back = new byte[5_000_001];
        new Random(1).nextBytes(forth);
        new Random(2).nextBytes(back);
        send(two.sourceSocket, forth);
        send(two.sinkSocket, back);
        CompletableFuture<byte[]> got = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            try {
                got.complete(two.sinkSocket.getInputStream().readNBytes(forth.length));
            } catch (IOException e) {
                got.completeExceptionally(e);
            }
        });
        assertArrayEquals(back, two.sourceSocket.getInputStream().readNBytes(back.length));
        assertArrayEquals(forth, LoopFixture.await(got));
        // The last bytes are with the kernel before the loop has counted them.
        two.fixture.nextTurn();
        assertEquals(forth.length, two.fixture.on(tunnel::forthBytes));
        assertEquals(back.length, two.fixture.on(tunnel::backBytes));
    }

    @ParameterizedTest
    @EnumSource
    void smallMessagesGoToAndFro(PollerKind kind) throws Exception {
        open(kind);
        for (int i = 0; i < 100; i++) {
            two.sourceSocket.getOutputStream().write(i);
            assertEquals(i, two.sinkSocket.getInputStream().read());
            two.sinkSocket.getOutputStream().write(i + 1);
            assertEquals(i + 1, two.sourceSocket.getInputStream().read());
        }
    }

    @ParameterizedTest
    @EnumSource
    void theEndOfOneSideEndsBoth(PollerKind kind) throws Exception {
        open(kind);
        two.sourceSocket.getOutputStream().write(1);
        two.sourceSocket.shutdownOutput();
        assertEquals(1, two.sinkSocket.getInputStream().read());
        assertEquals(-1, two.sinkSocket.getInputStream().read());
        assertEquals(-1, two.sourceSocket.getInputStream().read());
        assertNull(LoopFixture.await(over));
        assertNull(LoopFixture.await(two.source.closed));
        assertNull(LoopFixture.await(two.sink.closed));
    }

    @ParameterizedTest
    @EnumSource
    void withHalfCloseTheOtherDirectionGoesOn(PollerKind kind) throws Exception {
        tunnel.halfClose(true);
        open(kind);
        two.sourceSocket.shutdownOutput();
        assertEquals(-1, two.sinkSocket.getInputStream().read());
        assertFalse(over.isDone());
        two.sinkSocket.getOutputStream().write(9);
        assertEquals(9, two.sourceSocket.getInputStream().read());
        two.sinkSocket.shutdownOutput();
        assertEquals(-1, two.sourceSocket.getInputStream().read());
        assertNull(LoopFixture.await(over));
        LoopFixture.await(two.source.closed);
        LoopFixture.await(two.sink.closed);
    }

    @ParameterizedTest
    @EnumSource
    void aSideThatResetsIsNamedAndTheOtherIsClosed(PollerKind kind) throws Exception {
        open(kind);
        two.sinkSocket.setSoLinger(true, 0);
        two.sinkSocket.close();
        assertSame(two.sink.connection, LoopFixture.await(over));
        assertEquals(-1, two.sourceSocket.getInputStream().read());
        LoopFixture.await(two.source.closed);
    }

    @Test
    void aTunnelWithoutTrafficIsTimedOut() throws Exception {
        tunnel.idleTimeout(TimeUnit.MILLISECONDS.toNanos(1));
        open(PollerKind.EPOLL);
        assertSame(two.source.connection, LoopFixture.await(over));
        assertTrue(two.source.timedOut);
        assertEquals(-1, two.sinkSocket.getInputStream().read());
    }
}
