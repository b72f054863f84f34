package millrace.os;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileTransferTest {
    private final FileTransfer transfer = new FileTransfer();

    @TempDir
    private Path folder;

    @Test
    void whatIsWrittenInPiecesIsReadFromAnyPosition() throws IOException {
        byte[] bytes = new byte[3 * FileTransfer.BYTES + 17];
        new Random(1).nextBytes(bytes);
        Path file = folder.resolve("file");
        int out = RegularFile.create(file, RegularFile.EXCLUSIVE, 0600);
        assertEquals(5, transfer.write(out, bytes, 0, 5));
        assertEquals(bytes.length - 5, transfer.write(out, bytes, 5, bytes.length - 5));
        assertEquals(0, RegularFile.sync(out));
        Descriptor.close(out);
        assertArrayEquals(bytes, Files.readAllBytes(file));
        int in = RegularFile.open(file);
        Random random = new Random(2);
        for (int i = 0; i < 100; i++) {
            int from = random.nextInt(bytes.length + 10);
            int length = random.nextInt(bytes.length);
            byte[] read = new byte[length + 2];
            int expected = Math.clamp(bytes.length - from, 0, length);
            assertEquals(expected, transfer.read(in, from, read, 1, length));
            byte[] there = Arrays.copyOfRange(bytes, Math.min(from, bytes.length), Math.min(from, bytes.length) + expected);
            assertArrayEquals(there, Arrays.copyOfRange(read, 1, 1 + expected));
        }
        Descriptor.close(in);
    }

    @Test
    void theWaysToOpenForWriting() throws IOException {
        Path file = folder.resolve("file");
        write(file, 0, "12345");
        assertEquals(-Errno.EEXIST.number(), RegularFile.create(file, RegularFile.EXCLUSIVE, 0600));
        write(file, RegularFile.APPEND, "67");
        assertEquals("1234567", Files.readString(file));
        write(file, 0, "ab");
        assertEquals("ab34567", Files.readString(file));
        write(file, RegularFile.TRUNCATE, "c");
        assertEquals("c", Files.readString(file));
        assertEquals(-Errno.EISDIR.number(), RegularFile.create(folder, 0, 0600));
    }

    private void write(Path file, int how, String text) {
        int fd = RegularFile.create(file, how, 0600);
        assertTrue(fd >= 0);
        assertEquals(text.length(), transfer.write(fd, text.getBytes(), 0, text.length()));
        Descriptor.close(fd);
    }

    @Test
    void aFullDiskIsAnError() {
        int fd = RegularFile.create(Path.of("/dev/full"), 0, 0);
        assertEquals(-Errno.ENOSPC.number(), transfer.write(fd, new byte[10], 0, 10));
        Descriptor.close(fd);
    }
}
