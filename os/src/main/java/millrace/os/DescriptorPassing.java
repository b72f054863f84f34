package millrace.os;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Objects;

/**
 * Bytes with descriptors beside them, over a Unix stream socket: the receiver gets a descriptor of its own for the same
 * open file. Holds the native memory of its calls, so that passing one allocates nothing.
 *
 * <p>Calls never wait and return their result, or −errno. One thread at a time; one instance serves any number of
 * sockets. Source: {@code unix(7)} ({@code SCM_RIGHTS}), {@code cmsg(3)}.
 */
public final class DescriptorPassing implements AutoCloseable {
    /** Most descriptors that one message can carry: {@code SCM_MAX_FD}. */
    static final int MAX_DESCRIPTORS = 253;

    /** {@code struct msghdr}, padding as the kernel has it; the same on x86-64 and aarch64. */
    static final int MSGHDR = 56;

    static final int MSG_NAMELEN = 8;
    static final int MSG_IOV = 16;
    static final int MSG_IOVLEN = 24;
    static final int MSG_CONTROL = 32;
    static final int MSG_CONTROLLEN = 40;
    static final int MSG_FLAGS = 48;
    static final int IOVEC = 16;
    static final int CMSGHDR = 16;
    static final int CMSG_LEVEL = 8;
    static final int CMSG_TYPE = 12;

    static final int SCM_RIGHTS = 1;
    static final int MSG_CTRUNC = 0x8;
    static final int MSG_CMSG_CLOEXEC = 0x40000000;

    private static final int CONTROL = CMSGHDR + align(MAX_DESCRIPTORS * Integer.BYTES);

    private static final Call SENDMSG = Call.of("sendmsg");
    private static final Call RECVMSG = Call.of("recvmsg");

    private final Arena arena = Arena.ofShared();
    private final MemorySegment header = arena.allocate(MSGHDR, 8);
    private final MemorySegment control = arena.allocate(CONTROL, 8);
    private final MemorySegment vector = arena.allocate(IOVEC, 8);
    private final MemorySegment data;
    private final int[] received = new int[MAX_DESCRIPTORS];
    private int count;
    private boolean lost;

    /**
     * @param capacity how many bytes one call can send or receive
     */
    public DescriptorPassing(int capacity) {
        data = arena.allocate(capacity);
        vector.set(ADDRESS, 0, data);
        header.set(ADDRESS, MSG_IOV, vector);
        header.set(JAVA_LONG, MSG_IOVLEN, 1);
        header.set(ADDRESS, MSG_CONTROL, control);
    }

    /**
     * Sends bytes, and with the first of them a descriptor, which stays open here too: the caller closes it.
     *
     * @param fd the descriptor to pass, or −1 for none
     * @return bytes taken, maybe fewer than {@code length}: the descriptor has gone with them, the rest is sent without
     *     it; or −errno, when nothing has gone
     */
    public int send(int socket, byte[] bytes, int offset, int length, int fd) {
        if (fd >= 0 && length == 0) {
            throw new IllegalArgumentException("a descriptor travels only beside at least one byte");
        }
        int size = Math.min(length, (int) data.byteSize());
        MemorySegment.copy(bytes, offset, data, JAVA_BYTE, 0, size);
        if (fd >= 0) {
            control.set(JAVA_LONG, 0, CMSGHDR + Integer.BYTES);
            control.set(JAVA_INT, CMSG_LEVEL, SocketOption.Level.SOCKET);
            control.set(JAVA_INT, CMSG_TYPE, SCM_RIGHTS);
            control.set(JAVA_INT, CMSGHDR, fd);
        }
        prepare(size, fd >= 0 ? CMSGHDR + align(Integer.BYTES) : 0);
        return (int) SENDMSG.call(socket, header.address(), Socket.MSG_DONTWAIT | Socket.MSG_NOSIGNAL, 0, 0, 0);
    }

    /**
     * Receives bytes and the descriptors beside them, close-on-exec, which belong to the caller from now on.
     *
     * @return bytes received, 0 at the end of the stream, or −errno
     */
    public int receive(int socket, byte[] into, int offset, int length) {
        count = 0;
        lost = false;
        prepare(Math.min(length, (int) data.byteSize()), CONTROL);
        int result = (int) RECVMSG.call(socket, header.address(), Socket.MSG_DONTWAIT | MSG_CMSG_CLOEXEC, 0, 0, 0);
        if (result >= 0) {
            readControl();
            MemorySegment.copy(data, JAVA_BYTE, 0, into, offset, result);
        }
        return result;
    }

    /** How many descriptors came with the last {@link #receive}. */
    public int descriptors() {
        return count;
    }

    /** The i-th descriptor of the last {@link #receive}. */
    public int descriptor(int i) {
        return received[Objects.checkIndex(i, count)];
    }

    /** Whether the kernel dropped descriptors of the last {@link #receive}: this process has too many open. */
    public boolean lostDescriptors() {
        return lost;
    }

    private void prepare(int size, int controlSize) {
        vector.set(JAVA_LONG, 8, size);
        header.set(JAVA_LONG, MSG_CONTROLLEN, controlSize);
        header.set(JAVA_INT, MSG_FLAGS, 0);
    }

    private void readControl() {
        lost = (header.get(JAVA_INT, MSG_FLAGS) & MSG_CTRUNC) != 0;
        long end = header.get(JAVA_LONG, MSG_CONTROLLEN);
        long length;
        for (long at = 0; at + CMSGHDR <= end; at += align((int) length)) {
            length = Math.clamp(control.get(JAVA_LONG, at), CMSGHDR, end - at);
            if (control.get(JAVA_INT, at + CMSG_LEVEL) == SocketOption.Level.SOCKET
                    && control.get(JAVA_INT, at + CMSG_TYPE) == SCM_RIGHTS) {
                int descriptors = (int) (length - CMSGHDR) / Integer.BYTES;
                MemorySegment.copy(control, JAVA_INT, at + CMSGHDR, received, count, descriptors);
                count += descriptors;
            }
        }
    }

    /** {@code CMSG_ALIGN}. */
    static int align(int length) {
        return (length + 7) & ~7;
    }

    /** Frees the native memory; no call may be under way. */
    @Override
    public void close() {
        arena.close();
    }
}
