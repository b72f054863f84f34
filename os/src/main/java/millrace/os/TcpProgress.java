package millrace.os;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * How far a TCP connection has come. Sources: {@code tcp(7)} and {@code linux/tcp.h} for {@code TCP_INFO},
 * {@code tcp(7)} for {@code FIONREAD} and {@code SIOCOUTQ}. Any thread.
 */
public final class TcpProgress {
    private static final int TCP_INFO = 11;
    private static final int FIONREAD = 0x541B;
    private static final int SIOCOUTQ = 0x5411;

    /** Members of {@code struct tcp_info}, and where the part ends that we ask for; Linux has it since 4.6. */
    private static final int BYTES_RECEIVED = 128;

    private static final int DATA_SEGMENTS_OUT = 156;
    private static final int SIZE = 160;

    private static final Call IOCTL = Call.of("ioctl");

    private TcpProgress() {}

    /**
     * Whether nobody on this side has read or written anything, in whatever process: then any other can begin. False when
     * it cannot be known.
     */
    public static boolean isUntouched(int fd) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment info = arena.allocate(SIZE + Integer.BYTES, Long.BYTES);
            int result = SocketOption.read(fd, SocketOption.Level.TCP, TCP_INFO, info, SIZE);
            if (result < 0 || info.get(JAVA_INT, SIZE) < SIZE || info.get(JAVA_INT, DATA_SEGMENTS_OUT) != 0) {
                return false;
            }
            return count(fd, FIONREAD) == info.get(JAVA_LONG, BYTES_RECEIVED);
        }
    }

    /** How many bytes that were sent the other side's kernel has not yet confirmed; −errno when it cannot be known. */
    public static int unacknowledgedBytes(int fd) {
        return count(fd, SIOCOUTQ);
    }

    private static int count(int fd, int what) {
        MemorySegment word = Call.scratch();
        int result = IOCTL.callInt(fd, what, word.address(), 0, 0, 0);
        return result < 0 ? result : word.get(JAVA_INT, 0);
    }
}
