package millrace.os;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import java.net.SocketAddress;

/**
 * Sockets by descriptor: TCP, UDP and Unix, IPv4 and IPv6.
 *
 * <p>Every call returns its result, or −errno. Callable from any thread; a descriptor is as safe to share as the kernel
 * makes it. Descriptors are created non-blocking and close-on-exec. Source: {@code socket(7)}, {@code tcp(7)}.
 */
public final class Socket {
    public static final int STREAM = 1;
    public static final int DATAGRAM = 2;

    /** {@code shutdown(2)}: no more reading, no more writing, neither. */
    public static final int SHUT_RD = 0;

    public static final int SHUT_WR = 1;
    public static final int SHUT_RDWR = 2;

    private static final int NONBLOCK_CLOEXEC = Descriptor.O_NONBLOCK | Descriptor.O_CLOEXEC;
    static final int MSG_DONTWAIT = 0x40;
    static final int MSG_NOSIGNAL = 0x4000;

    private static final Call SOCKET = Call.of("socket");
    private static final Call SOCKETPAIR = Call.of("socketpair");
    private static final Call BIND = Call.of("bind");
    private static final Call LISTEN = Call.of("listen");
    private static final Call ACCEPT4 = Call.of("accept4");
    private static final Call CONNECT = Call.of("connect");
    private static final Call SHUTDOWN = Call.of("shutdown");
    private static final Call GETSOCKNAME = Call.of("getsockname");
    private static final Call GETPEERNAME = Call.of("getpeername");

    private Socket() {}

    /** {@code socket(2)} of the family that suits an address. */
    public static int open(SocketAddress address, int type) {
        return SOCKET.callInt(SockAddr.family(address), type | NONBLOCK_CLOEXEC, 0);
    }

    /** {@code socketpair(2)}: two connected Unix stream sockets, or −errno. */
    public static int pair(int[] fds) {
        MemorySegment two = Call.scratch();
        int result = SOCKETPAIR.callInt(SockAddr.AF_UNIX, STREAM | NONBLOCK_CLOEXEC, 0, two.address());
        if (result == 0) {
            fds[0] = two.getAtIndex(JAVA_INT, 0);
            fds[1] = two.getAtIndex(JAVA_INT, 1);
        }
        return result;
    }

    public static int bind(int fd, SocketAddress address) {
        return withAddress(BIND, fd, address);
    }

    /**
     * {@code connect(2)}; {@code −EINPROGRESS} is the usual answer of a TCP socket, {@code −EAGAIN} that of a Unix
     * socket whose listener's queue is full: it is to be tried again, and does not poll.
     */
    public static int connect(int fd, SocketAddress address) {
        return withAddress(CONNECT, fd, address);
    }

    private static int withAddress(Call call, int fd, SocketAddress address) {
        MemorySegment storage = Call.scratch().asSlice(0, SockAddr.STORAGE);
        int length = SockAddr.write(address, storage);
        return call.callInt(fd, storage.address(), length);
    }

    public static int listen(int fd, int backlog) {
        return LISTEN.callInt(fd, backlog);
    }

    /** {@code accept4(2)}: the new descriptor. Who connected is asked for with {@link #peerAddress} when needed. */
    public static int accept(int fd) {
        return ACCEPT4.callInt(fd, 0, 0, NONBLOCK_CLOEXEC);
    }

    /** Like {@link #accept(int)}, and tells who connected in the same call. */
    public static int accept(int fd, AddressBuffer from) {
        from.clear();
        int result = ACCEPT4.callInt(fd, from.address(), from.lengthAddress(), NONBLOCK_CLOEXEC);
        Reference.reachabilityFence(from);
        return result;
    }

    public static int shutdown(int fd, int how) {
        return SHUTDOWN.callInt(fd, how);
    }

    /** The address the socket is bound to, or {@code null} when it has none. */
    public static SocketAddress localAddress(int fd) {
        return address(GETSOCKNAME, fd);
    }

    /** The address of the other end, or {@code null} when it has none (unnamed Unix sockets) or is gone. */
    public static SocketAddress peerAddress(int fd) {
        return address(GETPEERNAME, fd);
    }

    private static SocketAddress address(Call call, int fd) {
        MemorySegment scratch = Call.scratch();
        scratch.set(JAVA_INT, SockAddr.STORAGE, SockAddr.STORAGE);
        int result = call.callInt(fd, scratch.address(), scratch.address() + SockAddr.STORAGE);
        return result < 0
                ? null
                : SockAddr.read(scratch.asSlice(0, SockAddr.STORAGE), scratch.get(JAVA_INT, SockAddr.STORAGE));
    }

    /**
     * {@code recv(2)}, never waiting: bytes read, 0 at the end of a stream, or −errno ({@code −EAGAIN} when there is
     * nothing yet).
     *
     * @param buffer heap or native memory
     */
    public static int receive(int fd, MemorySegment buffer, long length) {
        return (int) HeapCall.RECVFROM.call(fd, buffer, length, MSG_DONTWAIT, 0, 0);
    }

    /** {@code send(2)}, never waiting and never raising SIGPIPE: bytes taken, or −errno. */
    public static int send(int fd, MemorySegment buffer, long length) {
        return (int) HeapCall.SENDTO.call(fd, buffer, length, MSG_DONTWAIT | MSG_NOSIGNAL, 0, 0);
    }
}
