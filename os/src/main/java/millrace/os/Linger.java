package millrace.os;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.MemorySegment;

/** What {@code close(2)} does about a TCP connection: {@code SO_LINGER} of {@code socket(7)}. Any thread. */
public final class Linger {
    static final int SO_LINGER = 13;

    /** Of {@code struct linger}: whether, and for how many seconds. */
    static final int SIZE = 2 * Integer.BYTES;

    private static final Call SETSOCKOPT = Call.of("setsockopt");

    private Linger() {}

    /** The connection will be reset, and what was not yet received is thrown away: 0 or −errno. */
    public static int resetOnClose(int fd) {
        MemorySegment on = Call.scratch();
        on.set(JAVA_INT, 0, 1);
        on.set(JAVA_INT, Integer.BYTES, 0);
        return SETSOCKOPT.callInt(fd, SocketOption.Level.SOCKET, SO_LINGER, on.address(), SIZE, 0);
    }
}
