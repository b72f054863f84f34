package millrace.os;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DescriptorPassingTest {
    private static final byte[] LINE = "{\"cmd\":\"NODE_HANDLE\"}\n".getBytes(StandardCharsets.US_ASCII);

    private final DescriptorPassing passing = new DescriptorPassing(65_536);
    private final int[] sockets = new int[2];
    private final byte[] into = new byte[65_536];

    @BeforeEach
    void connect() throws OsException {
        OsException.check(Socket.pair(sockets), "connect two sockets");
    }

    @AfterEach
    void close() {
        Descriptor.close(sockets[0]);
        Descriptor.close(sockets[1]);
        passing.close();
    }

    @Test
    void descriptorArrivesBesideItsBytesAndIsTheSameFile() throws OsException {
        try (Pipe pipe = Pipe.open()) {
            assertEquals(LINE.length, passing.send(sockets[0], LINE, 0, LINE.length, pipe.writeEnd()));
            assertEquals(LINE.length, passing.receive(sockets[1], into, 10, into.length - 10));
            assertEquals(new String(LINE), new String(into, 10, LINE.length));
            assertEquals(1, passing.descriptors());
            int copy = passing.descriptor(0);
            assertTrue(copy != pipe.writeEnd());
            Descriptor.write(copy, MemorySegment.ofArray(new byte[] {42}), 1);
            byte[] one = new byte[1];
            assertEquals(1, Descriptor.read(pipe.readEnd(), MemorySegment.ofArray(one), 1));
            assertEquals(42, one[0]);
            Descriptor.close(copy);
        }
    }

    @Test
    void receivedDescriptorIsCloseOnExec() throws Exception {
        passing.send(sockets[0], LINE, 0, 1, 1);
        passing.receive(sockets[1], into, 0, 1);
        int copy = passing.descriptor(0);
        String flags = java.nio.file.Files.readString(java.nio.file.Path.of("/proc/self/fdinfo/" + copy));
        Descriptor.close(copy);
        String octal = flags.lines().filter(line -> line.startsWith("flags:")).findFirst().orElseThrow();
        assertTrue((Integer.parseInt(octal.substring(6).strip(), 8) & 0x80000) != 0, flags);
    }

    @Test
    void bytesWithoutDescriptorCarryNone() {
        passing.send(sockets[0], LINE, 2, 3, -1);
        assertEquals(3, passing.receive(sockets[1], into, 0, into.length));
        assertEquals(new String(LINE, 2, 3), new String(into, 0, 3));
        assertEquals(0, passing.descriptors());
        assertThrows(IndexOutOfBoundsException.class, () -> passing.descriptor(0));
    }

    @Test
    void messagesWithDescriptorsAreNotRunTogether() {
        passing.send(sockets[0], LINE, 0, LINE.length, sockets[0]);
        passing.send(sockets[0], LINE, 0, LINE.length, sockets[1]);
        for (int i = 0; i < 2; i++) {
            assertEquals(LINE.length, passing.receive(sockets[1], into, 0, into.length));
            assertEquals(1, passing.descriptors());
            Descriptor.close(passing.descriptor(0));
        }
    }

    @Test
    void partialSendIsReportedAndEveryByteArrivesOnce() {
        byte[] large = new byte[400_000];
        new java.util.Random(1).nextBytes(large);
        byte[] seen = new byte[large.length];
        int sent = 0;
        int got = 0;
        int descriptors = 0;
        boolean partial = false;
        while (got < large.length) {
            int result = passing.send(sockets[0], large, sent, large.length - sent, sent == 0 ? sockets[0] : -1);
            partial |= result < large.length - sent;
            sent += Math.max(0, result);
            got += Math.max(0, passing.receive(sockets[1], seen, got, seen.length - got));
            for (int i = 0; i < passing.descriptors(); i++, descriptors++) {
                Descriptor.close(passing.descriptor(i));
            }
        }
        assertTrue(partial);
        assertEquals(1, descriptors);
        assertArrayEquals(large, seen);
    }

    @Test
    void fullSocketEmptySocketAndEndAreToldApart() {
        assertTrue(Errno.EAGAIN.is(passing.receive(sockets[1], into, 0, 1)));
        int result;
        do {
            result = passing.send(sockets[0], into, 0, into.length, -1);
        } while (result > 0);
        assertTrue(Errno.EAGAIN.is(result), "full: " + result);
        do {
            result = passing.receive(sockets[1], into, 0, into.length);
        } while (result > 0);
        Socket.shutdown(sockets[0], Socket.SHUT_WR);
        assertEquals(0, passing.receive(sockets[1], into, 0, into.length));
        Socket.shutdown(sockets[1], Socket.SHUT_RDWR);
        assertTrue(Errno.EPIPE.is(passing.send(sockets[0], LINE, 0, 1, -1)));
    }

    @Test
    void misuseIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> passing.send(sockets[0], LINE, 0, 0, 1));
        assertThrows(IndexOutOfBoundsException.class, () -> passing.send(sockets[0], LINE, 0, LINE.length + 1, -1));
        assertTrue(Errno.EBADF.is(passing.send(sockets[0], LINE, 0, 1, 1_000_000)));
    }

    @Test
    void passingAllocatesNothing() {
        assertEquals(0, Allocation.afterWarmUp(() -> {
            passing.send(sockets[0], LINE, 0, LINE.length, sockets[0]);
            passing.receive(sockets[1], into, 0, into.length);
            Descriptor.close(passing.descriptor(0));
        }));
        assertFalse(passing.lostDescriptors());
    }

    @Test
    void peerOfASocketPairIsThisProcess() throws OsException {
        PeerCredentials peer = PeerCredentials.of(sockets[0]);
        assertEquals(ProcessHandle.current().pid(), peer.pid());
        assertThrows(OsException.class, () -> PeerCredentials.of(1_000_000));
    }
}
