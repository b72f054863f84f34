package millrace.os;

import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;

/**
 * Datagrams with the addresses they come from and go to, for sockets of {@link Socket#DATAGRAM}. Calls never wait and
 * return their result, or −errno. Callable from any thread. Source: {@code udp(7)}, {@code recv(2)}, {@code send(2)}.
 */
public final class Datagram {
    static final int MSG_TRUNC = 0x20;

    private Datagram() {}

    /**
     * {@code recvfrom(2)}: the length of the datagram, which is more than {@code length} when its end did not fit and
     * is lost; or −errno ({@code −EAGAIN} when there is none yet).
     *
     * @param buffer heap or native memory
     * @param from receives the sender's address
     */
    public static int receive(int fd, MemorySegment buffer, long length, AddressBuffer from) {
        from.clear();
        long result = HeapCall.RECVFROM.call(
                fd, buffer, length, Socket.MSG_DONTWAIT | MSG_TRUNC, from.address(), from.lengthAddress());
        Reference.reachabilityFence(from);
        return (int) result;
    }

    /**
     * {@code sendto(2)}: the length of the datagram, or −errno ({@code −EAGAIN} when the socket's buffer is full,
     * {@code −ECONNREFUSED} when an earlier one was answered so).
     *
     * @param to where it goes, or {@code null} for a connected socket
     */
    public static int send(int fd, MemorySegment buffer, long length, AddressBuffer to) {
        long result = HeapCall.SENDTO.call(
                fd,
                buffer,
                length,
                Socket.MSG_DONTWAIT | Socket.MSG_NOSIGNAL,
                to == null ? 0 : to.address(),
                to == null ? 0 : to.length());
        Reference.reachabilityFence(to);
        return (int) result;
    }
}
