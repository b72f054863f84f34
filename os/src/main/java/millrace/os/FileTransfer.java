package millrace.os;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Reads and writes files through native memory of its own. A call that may wait for the disk must not be given a Java
 * array: the garbage collector would wait for the disk too.
 *
 * <p>For one thread at a time, and for descriptors that wait: not for the loop's thread. Calls return bytes, or −errno.
 * Source: {@code pread(2)}, {@code write(2)}.
 */
public final class FileTransfer {
    /** How much goes through at once. */
    static final int BYTES = 64 * 1024;

    private static final Call PREAD = Call.of("pread");
    private static final Call WRITE = Call.of("write");

    private final MemorySegment buffer = Arena.ofAuto().allocate(BYTES, 4096);

    /**
     * Reads from a position of the file until so many bytes are there or the file ends.
     *
     * @return bytes read, fewer than {@code length} only at the end of the file; or −errno
     */
    public int read(int fd, long position, byte[] to, int offset, int length) {
        int done = 0;
        while (done < length) {
            int wanted = Math.min(BYTES, length - done);
            long got = PREAD.call(fd, buffer.address(), wanted, position + done, 0, 0);
            if (got == 0) {
                return done;
            }
            if (got > 0) {
                MemorySegment.copy(buffer, JAVA_BYTE, 0, to, offset + done, (int) got);
                done += (int) got;
            } else if (!Errno.EINTR.is(got)) {
                return (int) got;
            }
        }
        return done;
    }

    /** The memory that everything goes through. */
    public MemorySegment buffer() {
        return buffer;
    }

    /**
     * Reads once from a position of the file into {@link #buffer}.
     *
     * @return bytes read, 0 at the end of the file; or −errno
     */
    public int read(int fd, long position, long length) {
        return (int) PREAD.call(fd, buffer.address(), Math.min(BYTES, length), position, 0, 0);
    }

    /**
     * Writes all of it where the descriptor stands, or at the file's end when it was opened to append.
     *
     * @return {@code length}, or −errno; after an error a part may have been written
     */
    public int write(int fd, byte[] from, int offset, int length) {
        int done = 0;
        while (done < length) {
            int taken = writeSome(fd, from, offset + done, length - done);
            if (taken >= 0) {
                done += taken;
            } else if (!Errno.EINTR.is(taken)) {
                return taken;
            }
        }
        return done;
    }

    /**
     * Writes as {@link #write}, once: for who must know how much has arrived when the disk is full.
     *
     * @return bytes taken, perhaps fewer than {@code length}; or −errno
     */
    public int writeSome(int fd, byte[] from, int offset, int length) {
        int piece = Math.min(BYTES, length);
        MemorySegment.copy(from, offset, buffer, JAVA_BYTE, 0, piece);
        return (int) WRITE.call(fd, buffer.address(), piece, 0, 0, 0);
    }
}
