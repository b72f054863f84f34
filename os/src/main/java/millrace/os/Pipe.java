package millrace.os;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.MemorySegment;
import java.nio.file.Path;

/**
 * The two ends of a pipe, both close-on-exec. Source: {@code pipe(7)}.
 *
 * @param readEnd the descriptor that bytes come out of
 * @param writeEnd the descriptor that bytes are put into
 */
public record Pipe(int readEnd, int writeEnd) implements AutoCloseable {

    private static final int F_SETPIPE_SZ = 1031;

    private static final Call PIPE2 = Call.of("pipe2");

    /** Both ends never wait: for use inside this process. */
    public static Pipe open() throws OsException {
        return open(Descriptor.O_NONBLOCK);
    }

    /** For the output of a child: the read end never waits, the write end does, as programs expect of their output. */
    public static Pipe fromChild() throws OsException {
        Pipe pipe = open(0);
        Descriptor.setNonBlocking(pipe.readEnd, true);
        return pipe;
    }

    /**
     * The same for a child that may outlive this process: it holds its end for reading as well, and so never writes into
     * a pipe that nobody reads. Whoever comes after this process gets the read end through {@code /proc/PID/fd}. Source:
     * {@code proc(5)}.
     */
    public static Pipe fromSurvivor() throws OsException {
        Pipe pipe = fromChild();
        return new Pipe(pipe.readEnd, bothWays(pipe, pipe.writeEnd));
    }

    /** For the input of a child that may outlive this process: it never reads the end of its input. */
    public static Pipe toSurvivor() throws OsException {
        Pipe pipe = toChild();
        return new Pipe(bothWays(pipe, pipe.readEnd), pipe.writeEnd);
    }

    /** The same end open for reading and writing, in place of the given one. */
    private static int bothWays(Pipe pipe, int end) throws OsException {
        int both = RegularFile.openBothWays(Path.of("/proc/self/fd/" + end));
        if (both < 0) {
            pipe.close();
        } else {
            Descriptor.close(end);
        }
        return OsException.check(both, "open a pipe both ways");
    }

    /** For the input of a child: the write end never waits, the read end does, as programs expect of their input. */
    public static Pipe toChild() throws OsException {
        Pipe pipe = open(0);
        Descriptor.setNonBlocking(pipe.writeEnd, true);
        return pipe;
    }

    private static Pipe open(int flags) throws OsException {
        MemorySegment two = Call.scratch();
        OsException.check(PIPE2.callInt(two.address(), flags | Descriptor.O_CLOEXEC), "create a pipe");
        return new Pipe(two.getAtIndex(JAVA_INT, 0), two.getAtIndex(JAVA_INT, 1));
    }

    /**
     * Makes it hold more than the usual 64 KiB, or less. A user who is not root may have 1 MiB in one pipe and 64 MiB in
     * all of them, unless the administrator has said otherwise.
     *
     * @return what it holds now in bytes, or −errno; then it holds as much as before
     */
    public int resize(int bytes) {
        return Descriptor.FCNTL.callInt(writeEnd, F_SETPIPE_SZ, bytes);
    }

    /** Closes both ends. Whoever has closed or handed over one of them closes the other by its descriptor. */
    @Override
    public void close() {
        Descriptor.close(readEnd);
        Descriptor.close(writeEnd);
    }
}
