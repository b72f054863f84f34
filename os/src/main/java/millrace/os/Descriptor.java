package millrace.os;

import java.lang.foreign.MemorySegment;

/** What every file descriptor can do. Calls return their result, or −errno; callable from any thread. */
public final class Descriptor {
    private static final int F_GETFD = 1;
    private static final int F_SETFD = 2;
    private static final int F_GETFL = 3;
    private static final int F_SETFL = 4;
    static final int F_DUPFD_CLOEXEC = 1030;
    static final int FD_CLOEXEC = 1;
    static final int O_NONBLOCK = 0x800;
    static final int O_CLOEXEC = 0x80000;

    private static final Call CLOSE = Call.of("close");
    private static final Call DUP3 = Call.of("dup3");
    static final Call FCNTL = Call.of("fcntl");

    private Descriptor() {}

    /** {@code close(2)}. The descriptor is gone whatever the answer. */
    public static int close(int fd) {
        return CLOSE.callInt(fd);
    }

    /** {@code read(2)} of a non-blocking descriptor: bytes read, 0 at the end, or −errno. */
    public static int read(int fd, MemorySegment buffer, long length) {
        return (int) HeapCall.READ.call(fd, buffer, length, 0, 0, 0);
    }

    /** {@code write(2)} to a non-blocking descriptor: bytes taken, or −errno. */
    public static int write(int fd, MemorySegment buffer, long length) {
        return (int) HeapCall.WRITE.call(fd, buffer, length, 0, 0, 0);
    }

    /** A second, close-on-exec descriptor for the same open file: {@code fcntl(2)}, {@code F_DUPFD_CLOEXEC}. */
    public static int duplicate(int fd) {
        return duplicate(fd, 0);
    }

    /** Like {@link #duplicate(int)}, with the lowest free number from {@code lowest} on. */
    public static int duplicate(int fd, int lowest) {
        return FCNTL.callInt(fd, F_DUPFD_CLOEXEC, lowest);
    }

    /**
     * Makes a descriptor, in one step and while others use it, another one for the open file of {@code fd},
     * close-on-exec: {@code dup3(2)}. Both stay open.
     */
    public static int replace(int fd, int target) {
        return DUP3.callInt(fd, target, O_CLOEXEC);
    }

    public static int setNonBlocking(int fd, boolean on) {
        int flags = FCNTL.callInt(fd, F_GETFL);
        return flags < 0 ? flags : FCNTL.callInt(fd, F_SETFL, on ? flags | O_NONBLOCK : flags & ~O_NONBLOCK);
    }

    public static int setCloseOnExec(int fd, boolean on) {
        int flags = FCNTL.callInt(fd, F_GETFD);
        return flags < 0 ? flags : FCNTL.callInt(fd, F_SETFD, on ? flags | FD_CLOEXEC : flags & ~FD_CLOEXEC);
    }

    /** Whether the descriptor is open. */
    public static boolean isOpen(int fd) {
        return FCNTL.callInt(fd, F_GETFD) >= 0;
    }
}
