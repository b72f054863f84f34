package millrace.os;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bytes that leave without being copied one buffer at a time: writev, sendfile, splice. */
class TransferTest {
    private final int[] sockets = new int[2];

    @TempDir
    private Path folder;

    @BeforeEach
    void connect() throws OsException {
        OsException.check(Socket.pair(sockets), "connect two sockets");
    }

    @AfterEach
    void close() {
        Descriptor.close(sockets[0]);
        Descriptor.close(sockets[1]);
    }

    @Test
    void gatheredPiecesArriveInOrder() {
        GatherList list = new GatherList(3);
        for (String piece : new String[] {"one ", "", "two"}) {
            assertTrue(list.add(Bytes.nativeOf(piece)));
        }
        assertFalse(list.add(Bytes.nativeOf("no room")));
        assertEquals(7, list.remaining());
        assertEquals(7, list.write(sockets[0]));
        assertEquals(0, list.remaining());
        assertEquals("one two", Bytes.read(sockets[1]));
        assertTrue(list.add(Bytes.nativeOf("again")));
        list.clear();
        assertEquals(0, list.write(sockets[0]));
    }

    @Test
    void gatheredWriteGoesOnWhereTheSocketWasFull() {
        byte[] bytes = new byte[1_000_000];
        new Random(2).nextBytes(bytes);
        MemorySegment all = Arena.ofAuto().allocate(bytes.length).copyFrom(MemorySegment.ofArray(bytes));
        GatherList list = new GatherList(1_000);
        for (int i = 0; i < 1_000; i++) {
            list.add(all.asSlice(i * 1_000L, 1_000));
        }
        ByteArrayOutputStream seen = new ByteArrayOutputStream();
        byte[] buffer = new byte[65_537];
        boolean partial = false;
        while (seen.size() < bytes.length) {
            long written = list.remaining() > 0 ? list.write(sockets[0]) : 0;
            partial |= written > 0 && list.remaining() > 0;
            int read = Socket.receive(sockets[1], MemorySegment.ofArray(buffer), buffer.length);
            seen.write(buffer, 0, Math.max(0, read));
        }
        assertTrue(partial);
        assertArrayEquals(bytes, seen.toByteArray());
    }

    @Test
    void gatheringRefusesTheHeapAndReportsErrors() {
        GatherList list = new GatherList(1);
        assertThrows(IllegalArgumentException.class, () -> list.add(Bytes.heap("x")));
        assertThrows(IllegalArgumentException.class, () -> new GatherList(1_025));
        list.add(Bytes.nativeOf("x"));
        Socket.shutdown(sockets[1], Socket.SHUT_RD);
        assertTrue(Errno.EPIPE.is(list.write(sockets[0])));
        assertEquals(1, list.remaining());
    }

    @Test
    void partOfAFileIsSentWithoutMovingItsPosition() throws IOException {
        int file = RegularFile.open(Files.writeString(folder.resolve("ä file"), "0123456789"));
        assertEquals(10, RegularFile.size(file));
        assertEquals(4, RegularFile.send(sockets[0], file, 3, 4));
        assertEquals("3456", Bytes.read(sockets[1]));
        assertEquals(2, RegularFile.send(sockets[0], file, 8, 100));
        assertEquals("89", Bytes.read(sockets[1]));
        assertEquals(0, RegularFile.send(sockets[0], file, 10, 1));
        assertEquals("0123456789", Bytes.read(file), "from the start");
        Descriptor.close(file);
    }

    @Test
    void whatIsNotARegularFileHasNoSize() throws OsException {
        int directory = RegularFile.open(folder);
        assertTrue(Errno.EISDIR.is(RegularFile.size(directory)));
        Descriptor.close(directory);
        int device = RegularFile.open(Path.of("/dev/null"));
        assertTrue(Errno.EINVAL.is(RegularFile.size(device)));
        Descriptor.close(device);
        assertTrue(Errno.ENOENT.is(RegularFile.open(folder.resolve("none"))));
        assertTrue(Errno.EBADF.is(RegularFile.size(device)));
    }

    @Test
    void openingANamedPipeDoesNotWaitForAWriter() throws IOException {
        Child.run(new Spawn("mkfifo", "pipe").directory(folder));
        int fd = RegularFile.open(folder.resolve("pipe"));
        assertTrue(fd >= 0);
        Descriptor.close(fd);
    }

    @Test
    void bytesAreSplicedFromSocketToSocketThroughAPipe() throws OsException {
        int[] others = new int[2];
        Socket.pair(others);
        try (Pipe pipe = Pipe.open()) {
            assertTrue(Errno.EAGAIN.is(Splice.move(sockets[1], pipe.writeEnd(), 100, Splice.NONBLOCK)));
            Bytes.write(sockets[0], "through the kernel");
            assertEquals(18, Splice.move(sockets[1], pipe.writeEnd(), 100, Splice.NONBLOCK));
            assertEquals(7, Splice.move(pipe.readEnd(), others[0], 7, Splice.NONBLOCK | Splice.MORE));
            assertEquals("through", Bytes.read(others[1]));
            assertEquals(11, Splice.move(pipe.readEnd(), others[0], 100, Splice.NONBLOCK));
            assertEquals(" the kernel", Bytes.read(others[1]));
            Socket.shutdown(sockets[0], Socket.SHUT_WR);
            assertEquals(0, Splice.move(sockets[1], pipe.writeEnd(), 100, Splice.NONBLOCK));
            assertTrue(Errno.EINVAL.is(Splice.move(sockets[1], others[0], 1, 0)), "neither is a pipe");
        }
        Descriptor.close(others[0]);
        Descriptor.close(others[1]);
    }
}
