package millrace.os;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.ValueSource;

class SocketTest {
    private static final int TIMEOUT_MILLIS = 30_000;

    private final List<Integer> opened = new ArrayList<>();

    @AfterEach
    void close() {
        opened.forEach(Descriptor::close);
    }

    private int keep(int fd) throws OsException {
        opened.add(OsException.check(fd, "open a socket"));
        return fd;
    }

    private int listen(SocketAddress address) throws OsException {
        int listener = keep(Socket.open(address, Socket.STREAM));
        OsException.check(Socket.bind(listener, address), "bind");
        OsException.check(Socket.listen(listener, 16), "listen");
        return listener;
    }

    /** Connects to a listener and returns both ends: the connecting one, the accepted one. */
    private int[] connect(int listener) throws OsException {
        SocketAddress address = Socket.localAddress(listener);
        int client = keep(Socket.open(address, Socket.STREAM));
        int result = Socket.connect(client, address);
        assertTrue(result == 0 || Errno.EINPROGRESS.is(result), "connect: " + result);
        await(listener, Poll.IN);
        int server = keep(Socket.accept(listener));
        await(client, Poll.OUT);
        assertEquals(0, SocketOption.SO_ERROR.get(client));
        return new int[] {client, server};
    }

    private int[] tcpPair() throws OsException {
        return connect(listen(loopback("127.0.0.1")));
    }

    private static SocketAddress loopback(String host) {
        SocketAddress address = new InetSocketAddress(host, 0);
        int fd = Socket.open(address, Socket.STREAM);
        int result = Socket.bind(fd, address);
        Descriptor.close(fd);
        assumeTrue(host.equals("127.0.0.1") || result == 0, "IPv6 is switched off on this machine");
        return address;
    }

    private static void await(int fd, int interest) {
        Poll poll = new Poll(1);
        poll.add(fd, interest);
        assertEquals(1, poll.await(TIMEOUT_MILLIS), "nothing happens");
    }

    private static String receive(int fd) {
        await(fd, Poll.IN);
        byte[] array = new byte[100];
        return Bytes.text(array, Socket.receive(fd, MemorySegment.ofArray(array), array.length));
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1"})
    void bytesAndEndCrossATcpConnection(String host) throws OsException {
        int listener = listen(loopback(host));
        int[] ends = connect(listener);
        assertEquals(Socket.localAddress(ends[0]), Socket.peerAddress(ends[1]));
        assertEquals(Socket.localAddress(listener), Socket.peerAddress(ends[0]));
        byte[] nothing = new byte[1];
        assertTrue(Errno.EAGAIN.is(Socket.receive(ends[1], MemorySegment.ofArray(nothing), 1)));
        assertEquals(5, Socket.send(ends[0], Bytes.heap("hello"), 5));
        assertEquals("hello", receive(ends[1]));
        Socket.shutdown(ends[0], Socket.SHUT_WR);
        assertEquals("", receive(ends[1]));
        assertEquals(4, Socket.send(ends[1], Bytes.nativeOf("back"), 4));
        assertEquals("back", receive(ends[0]));
    }

    @Test
    void unixSocketsAreReachedByPath(@TempDir Path folder) throws OsException {
        UnixDomainSocketAddress address = UnixDomainSocketAddress.of(folder.resolve("ä socket"));
        int[] ends = connect(listen(address));
        assertEquals(address, Socket.peerAddress(ends[0]));
        assertNull(Socket.peerAddress(ends[1]), "the connecting side has no name");
        Socket.send(ends[0], Bytes.heap("hi"), 2);
        assertEquals("hi", receive(ends[1]));
    }

    @Test
    void acceptTellsWhoConnected() throws OsException {
        int listener = listen(loopback("127.0.0.1"));
        int client = keep(Socket.open(loopback("127.0.0.1"), Socket.STREAM));
        Socket.connect(client, Socket.localAddress(listener));
        await(listener, Poll.IN);
        AddressBuffer from = new AddressBuffer();
        keep(Socket.accept(listener, from));
        assertEquals(Socket.localAddress(client), from.get());
        assertTrue(Errno.EAGAIN.is(Socket.accept(listener)));
    }

    @Test
    void newSocketsAreNonBlockingAndCloseOnExec() throws IOException {
        int[] ends = tcpPair();
        int[] pair = new int[2];
        Socket.pair(pair);
        for (int fd : new int[] {ends[0], ends[1], keep(pair[0]), keep(pair[1])}) {
            String flags = Files.readAllLines(Path.of("/proc/self/fdinfo/" + fd)).get(1).replaceAll("\\D", "");
            int expected = Descriptor.O_NONBLOCK | Descriptor.O_CLOEXEC;
            assertEquals(expected, Integer.parseInt(flags, 8) & expected);
        }
    }

    @Test
    void refusedConnectionEndsInAnError() throws OsException {
        int listener = listen(loopback("127.0.0.1"));
        SocketAddress address = Socket.localAddress(listener);
        Socket.shutdown(listener, Socket.SHUT_RDWR);
        int client = keep(Socket.open(address, Socket.STREAM));
        int result = Socket.connect(client, address);
        if (Errno.EINPROGRESS.is(result)) {
            await(client, Poll.OUT);
            result = -SocketOption.SO_ERROR.get(client);
        }
        assertTrue(Errno.ECONNREFUSED.is(result), "result " + result);
    }

    @Test
    void sendingToAGoneReaderIsAnErrorAndNotASignal() throws OsException {
        int[] pair = new int[2];
        Socket.pair(pair);
        Descriptor.close(pair[1]);
        Signals.block(Signal.SIGPIPE);
        try (DescriptorPassing passing = new DescriptorPassing(1)) {
            assertTrue(Errno.EPIPE.is(Socket.send(keep(pair[0]), Bytes.heap("x"), 1)));
            assertTrue(Errno.EPIPE.is(passing.send(pair[0], new byte[1], 0, 1, -1)));
            assertFalse(Signals.pending().contains(Signal.SIGPIPE));
        } finally {
            Signals.unblock(Signal.SIGPIPE);
        }
    }

    @Test
    void twoListenersShareAPortOnlyWithReuseport() throws OsException {
        int first = keep(Socket.open(loopback("127.0.0.1"), Socket.STREAM));
        SocketOption.SO_REUSEPORT.set(first, 1);
        Socket.bind(first, loopback("127.0.0.1"));
        SocketAddress address = Socket.localAddress(first);
        int second = keep(Socket.open(address, Socket.STREAM));
        assertTrue(Errno.EADDRINUSE.is(Socket.bind(second, address)));
        SocketOption.SO_REUSEPORT.set(second, 1);
        assertEquals(0, Socket.bind(second, address));
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = {
        "SO_ERROR", "SO_ACCEPTCONN", "SO_SNDBUF", "SO_RCVBUF", "IPV6_V6ONLY", "IPV6_RECVPKTINFO"
    })
    void optionIsReadBackAsSet(SocketOption option) throws OsException {
        int fd = keep(Socket.open(loopback("127.0.0.1"), Socket.STREAM));
        for (int value : new int[] {1, 0}) {
            boolean interval = option.name().startsWith("TCP_KEEP");
            int expected = interval ? value + 1 : value;
            assertEquals(0, option.set(fd, expected));
            assertEquals(expected, option.get(fd));
        }
    }

    @Test
    void otherOptionsShowTheStateOfTheSocket() throws OsException {
        int fd = keep(Socket.open(loopback("::1"), Socket.STREAM));
        assertEquals(0, SocketOption.IPV6_V6ONLY.set(fd, 1));
        assertEquals(1, SocketOption.IPV6_V6ONLY.get(fd));
        assertEquals(0, SocketOption.IPV6_RECVPKTINFO.set(fd, 1));
        assertEquals(1, SocketOption.IPV6_RECVPKTINFO.get(fd));
        for (SocketOption size : List.of(SocketOption.SO_SNDBUF, SocketOption.SO_RCVBUF)) {
            assertEquals(0, size.set(fd, 20_000));
            assertEquals(40_000, size.get(fd), "the kernel doubles it, for its own needs");
        }
        assertEquals(0, SocketOption.SO_ACCEPTCONN.get(fd));
        Socket.listen(fd, 1);
        assertEquals(1, SocketOption.SO_ACCEPTCONN.get(fd));
        assertEquals(0, SocketOption.SO_ERROR.get(fd));
        assertTrue(Errno.ENOTSOCK.is(SocketOption.SO_ERROR.get(keep(EventFd.open().fd()))));
    }

    @Test
    void corkHoldsBytesBackUntilItIsPulled() throws OsException {
        int[] ends = tcpPair();
        byte[] array = new byte[10];
        boolean held = false;
        // The kernel itself pulls the cork after 200 ms, which a machine under load may spend between two calls.
        for (int attempt = 0; attempt < 100 && !held; attempt++) {
            SocketOption.TCP_CORK.set(ends[0], 1);
            Socket.send(ends[0], Bytes.heap("cork"), 4);
            held = Errno.EAGAIN.is(Socket.receive(ends[1], MemorySegment.ofArray(array), array.length));
            SocketOption.TCP_CORK.set(ends[0], 0);
        }
        assertTrue(held);
        assertEquals("cork", receive(ends[1]));
    }

    @Test
    void receivingAndSendingAllocateNothing() throws OsException {
        int[] pair = new int[2];
        Socket.pair(pair);
        keep(pair[0]);
        keep(pair[1]);
        MemorySegment bytes = Bytes.heap("GET / HTTP/1.1\r\n\r\n");
        assertEquals(0, Allocation.afterWarmUp(() -> {
            Socket.send(pair[0], bytes, bytes.byteSize());
            Socket.receive(pair[1], bytes, bytes.byteSize());
            SocketOption.SO_SNDBUF.get(pair[0]);
        }));
    }

    @Test
    void hostNamesMustBeResolved() {
        SocketAddress address = InetSocketAddress.createUnresolved("localhost", 80);
        assertThrows(IllegalArgumentException.class, () -> Socket.bind(0, address));
        Path tooLong = Path.of("/tmp/" + "x".repeat(103));
        assertThrows(IllegalArgumentException.class, () -> Socket.bind(0, UnixDomainSocketAddress.of(tooLong)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1"})
    void datagramsCarryTheirSender(String host) throws OsException {
        int server = keep(Socket.open(loopback(host), Socket.DATAGRAM));
        Socket.bind(server, loopback(host));
        int client = keep(Socket.open(loopback(host), Socket.DATAGRAM));
        AddressBuffer address = new AddressBuffer();
        address.set(Socket.localAddress(server));
        byte[] array = new byte[8];
        MemorySegment buffer = MemorySegment.ofArray(array);
        assertTrue(Errno.EAGAIN.is(Datagram.receive(server, buffer, 8, address)));
        address.set(Socket.localAddress(server));
        assertEquals(4, Datagram.send(client, Bytes.heap("ping"), 4, address));
        await(server, Poll.IN);
        assertEquals("ping", Bytes.text(array, Datagram.receive(server, buffer, 8, address)));
        InetSocketAddress sender = (InetSocketAddress) address.get();
        assertEquals(((InetSocketAddress) Socket.localAddress(client)).getPort(), sender.getPort());
        assertEquals(host.equals("::1") ? "0:0:0:0:0:0:0:1" : host, sender.getAddress().getHostAddress());
        Datagram.send(server, Bytes.heap("pong pong pong"), 14, address);
        await(client, Poll.IN);
        assertEquals(14, Datagram.receive(client, buffer, 8, address), "longer than the buffer");
        assertEquals("pong pon", new String(array));
    }

    @Test
    void connectedDatagramSocketLearnsThatNobodyListens() throws OsException {
        int gone = keep(Socket.open(loopback("127.0.0.1"), Socket.DATAGRAM));
        Socket.bind(gone, loopback("127.0.0.1"));
        SocketAddress address = Socket.localAddress(gone);
        int client = keep(Socket.open(address, Socket.DATAGRAM));
        assertEquals(0, Socket.connect(client, address));
        Descriptor.close(opened.removeFirst());
        assertEquals(0, Datagram.send(client, Bytes.heap(""), 0, null));
        await(client, Poll.IN);
        assertTrue(Errno.ECONNREFUSED.is(Datagram.send(client, Bytes.heap("x"), 1, null)));
    }

    @Test
    void datagramsAllocateNothing() throws OsException {
        int fd = keep(Socket.open(loopback("127.0.0.1"), Socket.DATAGRAM));
        Socket.bind(fd, new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        AddressBuffer address = new AddressBuffer();
        address.set(Socket.localAddress(fd));
        MemorySegment bytes = Bytes.heap("x");
        assertEquals(0, Allocation.afterWarmUp(() -> {
            Datagram.send(fd, bytes, 1, address);
            Datagram.receive(fd, bytes, 1, address);
        }));
    }
}
