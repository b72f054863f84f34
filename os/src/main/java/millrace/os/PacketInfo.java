package millrace.os;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * Datagrams of a socket that is bound to all addresses, with the one of this machine that each was sent to; answers leave
 * from there, as clients expect. Holds the native memory of its calls; one instance serves any number of sockets.
 *
 * <p>Calls never wait and return their result, or −errno. One thread at a time. Source: {@code ip(7)} ({@code IP_PKTINFO}),
 * {@code ipv6(7)}, RFC 3542 section 6.
 */
public final class PacketInfo {
    /** The type of the message beside a datagram, which for IPv6 is not the number of the option that asks for it. */
    static final int IPV6_PKTINFO = 50;

    static final int IN_PKTINFO = 12;

    /** In {@code struct in_pktinfo}: the address of this machine by which it came, or from which it is to go. */
    static final int IN_SPEC_DST = 4;

    /** There, too: where it was sent to, be it to many. */
    static final int IN_ADDR = 8;

    static final int IN6_PKTINFO = 20;

    private static final int MOST_BYTES = 64 * 1024;
    private static final int CONTROL = 128;

    private static final Call SENDMSG = Call.of("sendmsg");
    private static final Call RECVMSG = Call.of("recvmsg");

    private final Arena arena = Arena.ofAuto();
    private final MemorySegment header = arena.allocate(DescriptorPassing.MSGHDR, 8);
    private final MemorySegment control = arena.allocate(CONTROL, 8);
    private final MemorySegment vector = arena.allocate(DescriptorPassing.IOVEC, 8);
    private final MemorySegment data = arena.allocate(MOST_BYTES);

    public PacketInfo() {
        vector.set(ADDRESS, 0, data);
        header.set(ADDRESS, DescriptorPassing.MSG_IOV, vector);
        header.set(JAVA_LONG, DescriptorPassing.MSG_IOVLEN, 1);
        header.set(ADDRESS, DescriptorPassing.MSG_CONTROL, control);
    }

    /** From now on datagrams of a socket come with the address that they were sent to: 0 or −errno. */
    public static int enable(int fd, boolean ipv6) {
        int result = ipv6 ? SocketOption.IPV6_RECVPKTINFO.set(fd, 1) : 0;
        // A socket of IPv6 may receive by IPv4, too.
        return result < 0 ? result : SocketOption.IP_PKTINFO.set(fd, 1);
    }

    /** As {@link Datagram#receive}. */
    public int receive(int fd, byte[] into, int offset, int length, AddressBuffer from) {
        from.clear();
        prepare(Math.min(length, MOST_BYTES), from.address(), SockAddr.STORAGE, CONTROL);
        int result = (int) RECVMSG.call(fd, header.address(), Socket.MSG_DONTWAIT | Datagram.MSG_TRUNC, 0, 0, 0);
        if (result >= 0) {
            from.length(header.get(JAVA_INT, DescriptorPassing.MSG_NAMELEN));
            MemorySegment.copy(data, JAVA_BYTE, 0, into, offset, Math.min(result, Math.min(length, MOST_BYTES)));
        }
        return result;
    }

    /** Where the last datagram was sent to; {@code null} if the kernel has not said. */
    public InetAddress local() {
        long end = header.get(JAVA_LONG, DescriptorPassing.MSG_CONTROLLEN);
        long length;
        for (long at = 0; at + DescriptorPassing.CMSGHDR <= end; at += DescriptorPassing.align((int) length)) {
            length = Math.clamp(control.get(JAVA_LONG, at), DescriptorPassing.CMSGHDR, end - at);
            int level = control.get(JAVA_INT, at + DescriptorPassing.CMSG_LEVEL);
            int type = control.get(JAVA_INT, at + DescriptorPassing.CMSG_TYPE);
            if (level == SocketOption.Level.IP && type == SocketOption.IP_PKTINFO.number()) {
                // One that had come before it was asked for says only what stands in its own head.
                boolean early = control.get(JAVA_INT, at + DescriptorPassing.CMSGHDR + IN_SPEC_DST) == 0;
                return address(at + DescriptorPassing.CMSGHDR + (early ? IN_ADDR : IN_SPEC_DST), 4);
            }
            if (level == SocketOption.Level.IPV6 && type == IPV6_PKTINFO) {
                return address(at + DescriptorPassing.CMSGHDR, 16);
            }
        }
        return null;
    }

    private InetAddress address(long at, int length) {
        try {
            return InetAddress.getByAddress(control.asSlice(at, length).toArray(JAVA_BYTE));
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /**
     * As {@link Datagram#send}, from one of this machine's addresses.
     *
     * @param from of the same family as {@code to}
     */
    public int send(int fd, byte[] bytes, int offset, int length, AddressBuffer to, InetAddress from) {
        if (length > MOST_BYTES) {
            return -Errno.EMSGSIZE.number();
        }
        MemorySegment.copy(bytes, offset, data, JAVA_BYTE, 0, length);
        byte[] address = from.getAddress();
        boolean six = address.length == 16;
        int size = six ? IN6_PKTINFO : IN_PKTINFO;
        control.fill((byte) 0);
        control.set(JAVA_LONG, 0, DescriptorPassing.CMSGHDR + size);
        control.set(JAVA_INT, DescriptorPassing.CMSG_LEVEL, six ? SocketOption.Level.IPV6 : SocketOption.Level.IP);
        control.set(JAVA_INT, DescriptorPassing.CMSG_TYPE, six ? IPV6_PKTINFO : SocketOption.IP_PKTINFO.number());
        int at = DescriptorPassing.CMSGHDR + (six ? 0 : IN_SPEC_DST);
        MemorySegment.copy(address, 0, control, JAVA_BYTE, at, address.length);
        prepare(length, to.address(), to.length(), DescriptorPassing.CMSGHDR + DescriptorPassing.align(size));
        long flags = Socket.MSG_DONTWAIT | Socket.MSG_NOSIGNAL;
        int result = (int) SENDMSG.call(fd, header.address(), flags, 0, 0, 0);
        Reference.reachabilityFence(to);
        return result;
    }

    private void prepare(int size, long name, int nameLength, int controlSize) {
        vector.set(JAVA_LONG, 8, size);
        header.set(JAVA_LONG, 0, name);
        header.set(JAVA_INT, DescriptorPassing.MSG_NAMELEN, nameLength);
        header.set(JAVA_LONG, DescriptorPassing.MSG_CONTROLLEN, controlSize);
        header.set(JAVA_INT, DescriptorPassing.MSG_FLAGS, 0);
    }
}
