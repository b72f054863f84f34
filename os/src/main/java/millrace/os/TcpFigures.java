package millrace.os;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * What the kernel has measured of a TCP connection: members of {@code struct tcp_info}, see {@code tcp(7)} and
 * {@code linux/tcp.h}. Any thread.
 *
 * @param roundTripMicros the smoothed time to the other side and back
 * @param roundTripVarianceMicros how much that varies
 * @param congestionWindow in segments
 * @param receiveSpace in bytes
 */
public record TcpFigures(int roundTripMicros, int roundTripVarianceMicros, int congestionWindow, int receiveSpace) {
    private static final int TCP_INFO = 11;
    private static final int RTT = 68;
    private static final int RTT_VARIANCE = 72;
    private static final int SEND_WINDOW = 80;
    private static final int RECEIVE_SPACE = 96;
    private static final int SIZE = 104;

    /** {@code null} for what is no TCP connection. */
    public static TcpFigures of(int fd) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment info = arena.allocate(SIZE + Integer.BYTES, Long.BYTES);
            int result = SocketOption.read(fd, SocketOption.Level.TCP, TCP_INFO, info, SIZE);
            if (result < 0 || info.get(JAVA_INT, SIZE) < SIZE) {
                return null;
            }
            return new TcpFigures(info.get(JAVA_INT, RTT), info.get(JAVA_INT, RTT_VARIANCE),
                    info.get(JAVA_INT, SEND_WINDOW), info.get(JAVA_INT, RECEIVE_SPACE));
        }
    }
}
