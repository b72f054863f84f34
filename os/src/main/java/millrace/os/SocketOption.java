package millrace.os;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.MemorySegment;

/**
 * Socket options with an {@code int} value. Numbers are those of {@code asm-generic}, shared by x86-64 and aarch64.
 * Source: {@code socket(7)}, {@code tcp(7)}, {@code ip(7)}, {@code ipv6(7)}.
 */
public enum SocketOption {
    SO_REUSEADDR(Level.SOCKET, 2),
    /** Read only: the pending error, cleared by reading it. */
    SO_ERROR(Level.SOCKET, 4),
    SO_BROADCAST(Level.SOCKET, 6),
    SO_SNDBUF(Level.SOCKET, 7),
    SO_RCVBUF(Level.SOCKET, 8),
    SO_KEEPALIVE(Level.SOCKET, 9),
    SO_REUSEPORT(Level.SOCKET, 15),
    /** Read only: 1 when the socket listens. */
    SO_ACCEPTCONN(Level.SOCKET, 30),
    TCP_NODELAY(Level.TCP, 1),
    TCP_CORK(Level.TCP, 3),
    TCP_KEEPIDLE(Level.TCP, 4),
    TCP_KEEPINTVL(Level.TCP, 5),
    TCP_KEEPCNT(Level.TCP, 6),
    /** Seconds that a new connection may wait in the kernel for its first byte. */
    TCP_DEFER_ACCEPT(Level.TCP, 9),
    TCP_QUICKACK(Level.TCP, 12),
    /** Milliseconds that sent data may stay unacknowledged. */
    TCP_USER_TIMEOUT(Level.TCP, 18),
    /** Length of the queue of connections that carry data in their SYN. */
    TCP_FASTOPEN(Level.TCP, 23),
    IP_PKTINFO(Level.IP, 8),
    IPV6_V6ONLY(Level.IPV6, 26),
    IPV6_RECVPKTINFO(Level.IPV6, 49);

    /** Protocol numbers: a class of its own, because the options above cannot use later fields of this one. */
    static final class Level {
        static final int IP = 0;
        static final int SOCKET = 1;
        static final int TCP = 6;
        static final int IPV6 = 41;

        private Level() {}
    }

    private static final Call SETSOCKOPT = Call.of("setsockopt");
    private static final Call GETSOCKOPT = Call.of("getsockopt");

    private final int level;
    private final int number;

    SocketOption(int level, int number) {
        this.level = level;
        this.number = number;
    }

    int number() {
        return number;
    }

    /** {@code setsockopt(2)}: 0 or −errno. */
    public int set(int fd, int value) {
        MemorySegment word = Call.scratch();
        word.set(JAVA_INT, 0, value);
        return SETSOCKOPT.callInt(fd, level, number, word.address(), Integer.BYTES, 0);
    }

    /** {@code getsockopt(2)}: the value (never negative for these options) or −errno. */
    public int get(int fd) {
        MemorySegment word = Call.scratch();
        int result = read(fd, level, number, word, Integer.BYTES);
        return result < 0 ? result : word.get(JAVA_INT, 0);
    }

    /** {@code getsockopt(2)} of a structure of {@code size} bytes; behind it is room for an {@code int}. */
    static int read(int fd, int level, int number, MemorySegment into, int size) {
        into.set(JAVA_INT, size, size);
        return GETSOCKOPT.callInt(fd, level, number, into.address(), into.address() + size, 0);
    }
}
