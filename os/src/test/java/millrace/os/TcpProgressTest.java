package millrace.os;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TcpProgressTest {
    private int listener;
    private int accepted;
    private SocketChannel client;

    @BeforeEach
    void connect() throws Exception {
        InetSocketAddress anywhere = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0);
        listener = OsException.check(Socket.open(anywhere, Socket.STREAM), "open");
        OsException.check(Socket.bind(listener, anywhere), "bind");
        OsException.check(Socket.listen(listener, 10), "listen");
        client = SocketChannel.open(Socket.localAddress(listener));
        do {
            accepted = Socket.accept(listener);
        } while (Errno.EAGAIN.is(accepted));
    }

    @AfterEach
    void close() throws IOException {
        client.close();
        Descriptor.close(accepted);
        Descriptor.close(listener);
    }

    private void clientSends(int bytes) throws IOException {
        client.write(ByteBuffer.allocate(bytes));
        // On the loopback interface what is sent has arrived.
    }

    @Test
    void untouchedIsWhatNobodyHasReadWhateverHasCome() throws IOException {
        assertTrue(TcpProgress.isUntouched(accepted));
        clientSends(100);
        assertTrue(TcpProgress.isUntouched(accepted));
        int copy = Descriptor.duplicate(accepted);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment buffer = arena.allocate(10);
            assertEquals(10, Socket.receive(copy, buffer, 10));
        }
        Descriptor.close(copy);
        assertFalse(TcpProgress.isUntouched(accepted));
    }

    @Test
    void whoHasSentSomethingHasTouchedIt() {
        try (Arena arena = Arena.ofConfined()) {
            assertEquals(5, Socket.send(accepted, arena.allocate(5), 5));
        }
        assertFalse(TcpProgress.isUntouched(accepted));
    }

    @Test
    void whatNobodyHasRoomForIsUnacknowledgedUntilItIsRead() throws IOException {
        assertEquals(0, TcpProgress.unacknowledgedBytes(accepted));
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment piece = arena.allocate(64 * 1024);
            long sent = 0;
            for (int taken; (taken = Socket.send(accepted, piece, piece.byteSize())) > 0; sent += taken) {
                assertTrue(TcpProgress.unacknowledgedBytes(accepted) <= sent + taken);
            }
            assertTrue(TcpProgress.unacknowledgedBytes(accepted) > 0);
            for (ByteBuffer bytes = ByteBuffer.allocate(64 * 1024); sent > 0; bytes.clear()) {
                sent -= client.read(bytes);
            }
        }
        while (TcpProgress.unacknowledgedBytes(accepted) > 0) {
            Thread.onSpinWait();
        }
    }

    @Test
    void aConnectionThatDoesNotLingerIsReset() throws IOException {
        assertEquals(0, Linger.resetOnClose(accepted));
        Descriptor.close(accepted);
        IOException reset = assertThrows(IOException.class, () -> client.read(ByteBuffer.allocate(1)));
        assertTrue(reset.getMessage().contains("reset"), reset.getMessage());
    }

    @Test
    void whatIsNoTcpConnectionCannotBeKnown() throws Exception {
        int[] pair = new int[2];
        OsException.check(Socket.pair(pair), "pair");
        assertFalse(TcpProgress.isUntouched(pair[0]));
        Descriptor.close(pair[0]);
        Descriptor.close(pair[1]);
    }
}
