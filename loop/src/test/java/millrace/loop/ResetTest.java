package millrace.loop;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import millrace.os.Errno;
import millrace.os.OsException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Connections that break off instead of ending, from here and from there. */
class ResetTest {
    private final CompletableFuture<IOException> closed = new CompletableFuture<>();

    /** Answers the first byte with some, and a reset behind them. */
    private StreamHandler answering(byte[] answer) {
        return new StreamHandler() {
            @Override
            public int onData(Connection connection, byte[] buffer, int offset, int length) {
                connection.write(answer);
                connection.reset();
                connection.finish(); // Changes nothing any more.
                return length;
            }

            @Override
            public void onClosed(Connection connection, IOException cause) {
                closed.complete(cause);
            }
        };
    }

    @ParameterizedTest
    @EnumSource
    void aResetComesBehindAllThatWasWritten(PollerKind kind) throws Exception {
        byte[] answer = new byte[4 << 20];
        new Random(1).nextBytes(answer);
        try (LoopFixture fixture = new LoopFixture(kind);
                Socket client = LoopFixture.client(fixture.listen(_ -> answering(answer)))) {
            client.getOutputStream().write(1);
            assertArrayEquals(answer, client.getInputStream().readNBytes(answer.length));
            SocketException reset = assertThrows(SocketException.class, () -> client.getInputStream().read());
            assertTrue(reset.getMessage().contains("reset"), reset.getMessage());
            assertNull(LoopFixture.await(closed));
        }
    }

    @ParameterizedTest
    @EnumSource
    void aUnixSocketEndsInstead(PollerKind kind, @TempDir Path folder) throws Exception {
        UnixDomainSocketAddress address = UnixDomainSocketAddress.of(folder.resolve("s"));
        try (LoopFixture fixture = new LoopFixture(kind)) {
            fixture.listen(address, _ -> answering(new byte[3]));
            try (SocketChannel client = SocketChannel.open(address)) {
                client.write(ByteBuffer.allocate(1));
                ByteBuffer answer = ByteBuffer.allocate(10);
                int read;
                do {
                    read = client.read(answer);
                } while (read > 0);
                assertEquals(3, answer.position());
            }
        }
    }

    /** Edges only: other pollers would have to tell of the end for as long as nothing else happens. */
    @Test
    void whoHasEndedAndBreaksOffThenIsNoticed() throws Exception {
        CompletableFuture<Void> ended = new CompletableFuture<>();
        StreamHandler waits = new StreamHandler() {
            @Override
            public int onData(Connection connection, byte[] buffer, int offset, int length) {
                return length;
            }

            @Override
            public void onEnd(Connection connection) {
                ended.complete(null);
            }

            @Override
            public void onClosed(Connection connection, IOException cause) {
                closed.complete(cause);
            }
        };
        try (LoopFixture fixture = new LoopFixture(PollerKind.EPOLL_ET)) {
            Socket client = LoopFixture.client(fixture.listen(_ -> waits));
            client.shutdownOutput();
            LoopFixture.await(ended);
            client.setSoLinger(true, 0);
            client.close();
            OsException cause = assertInstanceOf(OsException.class, LoopFixture.await(closed));
            assertEquals(Errno.ECONNRESET.number(), cause.errno());
        }
    }
}
