package millrace.os;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;

/**
 * Files by descriptor. Calls return their result, or −errno; they may wait for the disk. Callable from any thread.
 * {@link FileTransfer} reads and writes. Source: {@code open(2)}, {@code statx(2)}, {@code fsync(2)}, {@code
 * sendfile(2)}.
 */
public final class RegularFile {
    /** {@code sizeof(struct statx)}, and offsets in it: the same on every architecture, unlike {@code struct stat}. */
    static final int STATX = 256;

    /** For {@link #create}: empties what is there. */
    public static final int TRUNCATE = 0x200;

    /** For {@link #create}: each write goes to the end of the file, whoever else writes. */
    public static final int APPEND = 0x400;

    /** For {@link #create}: an error when the name is taken. */
    public static final int EXCLUSIVE = 0x80;

    static final int O_WRONLY = 1;
    static final int O_CREAT = 0x40;
    static final int O_RDWR = 2;

    static final int STX_MODE = 28;
    static final int STX_SIZE = 40;
    static final int STATX_TYPE = 0x1;
    static final int STATX_SIZE = 0x200;
    static final int AT_EMPTY_PATH = 0x1000;
    static final int S_IFMT = 0xf000;
    static final int S_IFDIR = 0x4000;
    static final int S_IFREG = 0x8000;

    private static final Call OPEN = Call.of("open");
    private static final Call STATX_CALL = Call.of("statx");
    private static final Call FSYNC = Call.of("fsync");
    private static final Call SENDFILE = Call.of("sendfile");

    private RegularFile() {}

    /** Opens a file for reading, close-on-exec. Never waits, not even when the name is that of a pipe. */
    public static int open(Path path) {
        try (Arena arena = Arena.ofConfined()) {
            long name = CStrings.string(arena, path.toString()).address();
            return OPEN.callInt(name, Descriptor.O_CLOEXEC | Descriptor.O_NONBLOCK);
        }
    }

    /**
     * Opens a file for writing, close-on-exec, and makes it when it is not there. Never waits, not even when the name
     * is that of a pipe.
     *
     * @param how {@link #TRUNCATE}, {@link #APPEND}, {@link #EXCLUSIVE} or 0
     * @param mode permissions of a new file, before the process's mask
     */
    public static int create(Path path, int how, int mode) {
        try (Arena arena = Arena.ofConfined()) {
            long name = CStrings.string(arena, path.toString()).address();
            return OPEN.callInt(name, Descriptor.O_CLOEXEC | Descriptor.O_NONBLOCK | O_WRONLY | O_CREAT | how, mode);
        }
    }

    /**
     * Makes a new file for reading and writing, close-on-exec; {@code −EEXIST} when the name is taken.
     *
     * @param mode permissions, before the process's mask
     */
    public static int createBothWays(Path path, int mode) {
        try (Arena arena = Arena.ofConfined()) {
            long name = CStrings.string(arena, path.toString()).address();
            return OPEN.callInt(name, Descriptor.O_CLOEXEC | O_RDWR | O_CREAT | EXCLUSIVE, mode);
        }
    }

    /** Opens what is there for reading and writing, close-on-exec; reads and writes of it wait. */
    static int openBothWays(Path path) {
        try (Arena arena = Arena.ofConfined()) {
            return OPEN.callInt(CStrings.string(arena, path.toString()).address(), Descriptor.O_CLOEXEC | O_RDWR);
        }
    }

    /** Has what was written on the disk before it returns: 0 or −errno. */
    public static int sync(int fd) {
        return FSYNC.callInt(fd);
    }

    /** The size in bytes; {@code −EISDIR} for a folder, {@code −EINVAL} for what else is not a regular file. */
    public static long size(int fd) {
        MemorySegment scratch = Call.scratch();
        scratch.set(JAVA_BYTE, STATX, (byte) 0);
        long emptyPath = scratch.address() + STATX;
        int result = STATX_CALL.callInt(fd, emptyPath, AT_EMPTY_PATH, STATX_TYPE | STATX_SIZE, scratch.address(), 0);
        if (result < 0) {
            return result;
        }
        return switch (scratch.get(JAVA_SHORT, STX_MODE) & S_IFMT) {
            case S_IFREG -> scratch.get(JAVA_LONG, STX_SIZE);
            case S_IFDIR -> -Errno.EISDIR.number();
            default -> -Errno.EINVAL.number();
        };
    }

    /**
     * {@code sendfile(2)}: sends a part of a file to a non-blocking socket inside the kernel. The descriptor's own
     * position is neither used nor changed, so several threads may send from one.
     *
     * @return bytes taken, maybe fewer than {@code length}; 0 at the end of the file; or −errno
     */
    public static long send(int socket, int file, long offset, long length) {
        MemorySegment position = Call.scratch();
        position.set(JAVA_LONG, 0, offset);
        return SENDFILE.call(socket, file, position.address(), length, 0, 0);
    }
}
