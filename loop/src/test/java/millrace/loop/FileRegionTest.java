package millrace.loop;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import millrace.os.Errno;
import millrace.os.OsException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FileRegionTest {
    @TempDir
    private Path folder;

    private Path file(byte[] content) throws IOException {
        return Files.write(folder.resolve("file"), content);
    }

    private static FileRegion open(Path file) {
        try {
            return FileRegion.open(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aFileGoesOutInOrderWithWhatIsWrittenAroundIt(PollerKind kind) throws Exception {
        byte[] content = new byte[5 << 20];
        new Random(1).nextBytes(content);
        Path file = file(content);
        StreamHandler handler = (connection, _, _, length) -> {
            connection.write("head ".getBytes());
            connection.write(open(file));
            connection.write(open(file).slice(1, 3));
            connection.write(" tail".getBytes());
            connection.finish();
            return length;
        };
        try (LoopFixture fixture = new LoopFixture(kind);
                Socket client = LoopFixture.client(fixture.listen(_ -> handler))) {
            client.getOutputStream().write(1);
            ByteArrayOutputStream expected = new ByteArrayOutputStream();
            expected.writeBytes("head ".getBytes());
            expected.writeBytes(content);
            expected.write(content, 1, 3);
            expected.writeBytes(" tail".getBytes());
            assertArrayEquals(expected.toByteArray(), client.getInputStream().readAllBytes());
        }
    }

    @Test
    void aFileThatShrinksWhileItIsSentBreaksTheConnectionInsteadOfHanging() throws Exception {
        Path file = file(new byte[64 << 20]);
        CompletableFuture<IOException> closed = new CompletableFuture<>();
        StreamHandler handler = new StreamHandler() {
            @Override
            public int onData(Connection connection, byte[] buffer, int offset, int length) {
                connection.write(open(file));
                try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                    channel.truncate(0);
                } catch (IOException e) {
                    closed.completeExceptionally(e);
                }
                return length;
            }

            @Override
            public void onClosed(Connection connection, IOException cause) {
                closed.complete(cause);
            }
        };
        try (LoopFixture fixture = new LoopFixture(PollerKind.EPOLL);
                Socket client = LoopFixture.client(fixture.listen(_ -> handler))) {
            client.getOutputStream().write(1);
            client.getInputStream().readAllBytes();
            OsException cause = assertInstanceOf(OsException.class, LoopFixture.await(closed));
            assertEquals(Errno.EIO.number(), cause.errno());
        }
    }

    @Test
    void whatIsNoRegularFileIsRefusedByName() {
        OsException failure = assertThrows(OsException.class, () -> FileRegion.open(folder));
        assertTrue(failure.getMessage().contains(folder.toString()), failure.getMessage());
        assertEquals(Errno.EISDIR.number(), failure.errno());
        assertThrows(OsException.class, () -> FileRegion.open(folder.resolve("missing")));
    }

    @Test
    void aSliceOutsideTheFileIsRefused() throws Exception {
        try (FileRegion region = FileRegion.open(file(new byte[10]))) {
            assertThrows(IllegalArgumentException.class, () -> region.slice(5, 6));
        }
    }

    @Test
    void aSliceBeyondTheEndIsRefusedHoweverFarItLies() throws Exception {
        try (FileRegion region = open(file(new byte[10]))) {
            assertThrows(IllegalArgumentException.class, () -> region.slice(Long.MAX_VALUE, 1));
            assertThrows(IllegalArgumentException.class, () -> region.slice(1, Long.MAX_VALUE));
            assertThrows(IllegalArgumentException.class, () -> region.slice(10, 1));
            assertEquals(0, region.slice(10, 0).remaining());
        }
    }
}
