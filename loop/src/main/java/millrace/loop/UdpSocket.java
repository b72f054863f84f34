package millrace.loop;

import java.lang.foreign.MemorySegment;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ServiceLoader;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import millrace.os.AddressBuffer;
import millrace.os.Datagram;
import millrace.os.Descriptor;
import millrace.os.Errno;
import millrace.os.OsException;
import millrace.os.PacketInfo;
import millrace.os.Socket;
import millrace.os.SocketOption;

/** A UDP socket on a loop. For the loop's own thread only. Source: {@code udp(7)}. */
public final class UdpSocket extends Watch {
    /** How many datagrams one turn takes from one socket. */
    private static final int DATAGRAMS_PER_TURN = 64;

    /** What a program does with datagrams. All calls come from the loop's thread. */
    @FunctionalInterface
    public interface Handler {
        /** A datagram has arrived, whole. The buffer is valid only during the call. */
        void onDatagram(UdpSocket socket, byte[] buffer, int offset, int length, SocketAddress from);

        /**
         * The network has answered an earlier {@link UdpSocket#send} with an error, such as ECONNREFUSED; the socket goes
         * on. Usually there is nothing to do: datagrams may get lost.
         */
        default void onError(UdpSocket socket, OsException error) {}

        /** The socket is closed, by {@link UdpSocket#close} or because the loop has ended. The last call. */
        default void onClosed(UdpSocket socket) {}
    }

    private final Handler handler;

    /** Receives where datagrams were sent to, for a socket of all addresses that has been asked for that; or {@code null}. */
    private PacketInfo arrivals;

    private UdpSocket(EventLoop loop, int fd, Handler handler) {
        super(loop, fd);
        this.handler = handler;
    }

    /**
     * Opens a socket that is bound to an address.
     *
     * @param reusePort several sockets may be bound to it, and the kernel spreads senders over them
     */
    public static UdpSocket open(EventLoop loop, SocketAddress address, boolean reusePort, Handler handler)
            throws OsException {
        loop.checkThread();
        return adopt(loop, openDescriptor(address, ListenOptions.DEFAULT.withReusePort(reusePort)), handler);
    }

    /**
     * Opens a socket that is bound to an address; in a worker of a cluster, one that all workers have in common (see
     * {@link ConnectionSource}).
     *
     * @return completes on the loop, exceptionally with an {@link OsException} that names the address and the remedy
     */
    public static CompletionStage<UdpSocket> bind(EventLoop loop, SocketAddress address, Handler handler) {
        loop.checkThread();
        for (ConnectionSource source : ServiceLoader.load(ConnectionSource.class)) {
            if (source.active()) {
                return source.bind(loop, address, handler);
            }
        }
        try {
            return CompletableFuture.completedStage(open(loop, address, false, handler));
        } catch (OsException e) {
            return CompletableFuture.failedStage(e);
        }
    }

    /**
     * The bound descriptor alone, for whoever hands it to other processes. It may share its address with a socket that
     * {@link #leaveAddress leaves} it. Any thread.
     */
    public static int openDescriptor(SocketAddress address, ListenOptions options) throws OsException {
        String action = "receive datagrams on " + ListeningSocket.text(address);
        int fd = OsException.check(Socket.open(address, Socket.DATAGRAM), action);
        try {
            if (options.reusePort()) {
                OsException.check(SocketOption.SO_REUSEPORT.set(fd, 1), action);
            }
            if (address instanceof InetSocketAddress inet && inet.getAddress() instanceof Inet6Address) {
                OsException.check(SocketOption.IPV6_V6ONLY.set(fd, options.ipv6Only() ? 1 : 0), action);
            }
            options.setFurther(fd, action);
            int bound = Socket.bind(fd, address);
            if (Errno.EADDRINUSE.is(bound)) {
                // The kernel asks both: whoever has the address and stays has not said so, and is not joined.
                OsException.check(SocketOption.SO_REUSEADDR.set(fd, 1), action);
                bound = Socket.bind(fd, address);
            }
            OsException.check(bound, action);
            OsException.check(SocketOption.SO_REUSEADDR.set(fd, 0), action);
            return fd;
        } catch (OsException | RuntimeException e) {
            Descriptor.close(fd);
            throw e;
        }
    }

    /** A bound, non-blocking descriptor that somebody else has opened; owned from now on. */
    public static UdpSocket adopt(EventLoop loop, int fd, Handler handler) {
        UdpSocket socket = new UdpSocket(loop, fd, handler);
        socket.interest(READ);
        return socket;
    }

    /**
     * Receives nothing more, and lets another socket have the address, to which datagrams then go; this one may still send
     * from there.
     */
    public void leaveAddress() {
        interest(0);
        int result = isClosed() ? 0 : SocketOption.SO_REUSEADDR.set(fd(), 1);
        if (result < 0) {
            handler.onError(this, new OsException("leave an address to others", -result));
        }
    }

    /** The address it is bound to, or {@code null} when it is closed. */
    public SocketAddress localAddress() {
        return isClosed() ? null : Socket.localAddress(fd());
    }

    /**
     * From now on {@link #arrivedAt} tells the address of this machine that a datagram was sent to. Costs a copy of each;
     * for a socket that is bound to all addresses.
     */
    public void tellArrivals() throws OsException {
        loop().checkThread();
        boolean six = localAddress() instanceof InetSocketAddress own && own.getAddress() instanceof Inet6Address;
        OsException.check(PacketInfo.enable(fd(), six), "learn where datagrams were sent to");
        arrivals = loop().input().packetInfo();
    }

    /** First in {@link Handler#onDatagram}, after {@link #tellArrivals}: where it was sent to; {@code null} if nobody knows. */
    public InetAddress arrivedAt() {
        return arrivals == null ? null : arrivals.local();
    }

    private int receive(InputBuffer input, AddressBuffer from) {
        return arrivals == null
                ? Datagram.receive(fd(), input.segment, InputBuffer.SIZE, from)
                : arrivals.receive(fd(), input.bytes, InputBuffer.HEADROOM, InputBuffer.SIZE, from);
    }

    @Override
    protected void ready(int bits) {
        InputBuffer input = loop().input();
        AddressBuffer from = input.datagramAddress();
        for (int i = 0; i < DATAGRAMS_PER_TURN; i++) {
            int length = receive(input, from);
            if (length >= 0) {
                handler.onDatagram(this, input.bytes, InputBuffer.HEADROOM, Math.min(length, InputBuffer.SIZE), from.get());
            } else if (Errno.EAGAIN.is(length)) {
                return;
            } else {
                handler.onError(this, new OsException("receive a datagram", -length));
            }
            if (isClosed()) {
                return;
            }
            if ((interest() & READ) == 0) {
                break;
            }
        }
        again(READ);
    }

    /**
     * Sends a datagram, or drops it when the kernel has no room for it at present, or the socket is closed, or an earlier
     * one has been refused, which {@link Handler#onError} is told first.
     *
     * @return whether it was taken
     * @throws OsException when it can never be sent so: too long, or no way to the address
     */
    public boolean send(byte[] bytes, int offset, int length, SocketAddress address) throws OsException {
        return send(bytes, offset, length, address, null);
    }

    /**
     * As {@link #send(byte[], int, int, SocketAddress)}, from one of this machine's addresses.
     *
     * @param from of the family of {@code address}; {@code null} to let the kernel choose
     */
    public boolean send(byte[] bytes, int offset, int length, SocketAddress address, InetAddress from)
            throws OsException {
        loop().checkThread();
        if (isClosed()) {
            return false;
        }
        AddressBuffer to = loop().input().datagramAddress();
        to.set(address);
        int result = from == null
                ? Datagram.send(fd(), MemorySegment.ofArray(bytes).asSlice(offset, length), length, to)
                : loop().input().packetInfo().send(fd(), bytes, offset, length, to, from);
        if (Errno.EAGAIN.is(result) || Errno.ENOBUFS.is(result)) {
            return false;
        }
        if (Errno.ECONNREFUSED.is(result)) {
            handler.onError(this, new OsException("send a datagram to " + ListeningSocket.text(address), -result));
            return false;
        }
        OsException.check(result, "send a datagram to " + ListeningSocket.text(address));
        return true;
    }

    @Override
    protected void failed(Throwable cause) {
        // What a handler throws has been reported, and costs that one datagram.
        again(READ);
    }

    @Override
    protected void closed() {
        handler.onClosed(this);
    }
}
