package millrace.os;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;

/**
 * The kernel's {@code struct sockaddr} to and from Java's addresses: {@link InetSocketAddress} for IPv4 and IPv6,
 * {@link UnixDomainSocketAddress} for Unix sockets. Java has no type for abstract Unix names: they read as none.
 *
 * <p>Source: {@code ip(7)}, {@code ipv6(7)}, {@code unix(7)}. The layouts are the same on x86-64 and aarch64.
 */
final class SockAddr {
    static final int AF_UNSPEC = 0;
    static final int AF_UNIX = 1;
    static final int AF_INET = 2;
    static final int AF_INET6 = 10;

    /** {@code sizeof(struct sockaddr_storage)}: enough for every family. */
    static final int STORAGE = 128;

    static final int PATH_OFFSET = 2;
    static final int PATH_LENGTH = 108;
    static final int PORT_OFFSET = 2;
    static final int INET = 16;
    static final int INET_ADDRESS = 4;
    static final int INET6 = 28;
    static final int INET6_ADDRESS = 8;
    static final int INET6_SCOPE = 24;

    private static final ValueLayout.OfShort PORT = JAVA_SHORT.withOrder(ByteOrder.BIG_ENDIAN);

    private SockAddr() {}

    static int family(SocketAddress address) {
        return switch (address) {
            case UnixDomainSocketAddress _ -> AF_UNIX;
            case InetSocketAddress inet -> inet.getAddress() instanceof Inet6Address ? AF_INET6 : AF_INET;
            default -> throw new IllegalArgumentException("no socket address of a kind that is known here: " + address);
        };
    }

    /** Writes the address into a segment of {@link #STORAGE} bytes and returns its length. */
    static int write(SocketAddress address, MemorySegment to) {
        to.fill((byte) 0);
        int family = family(address);
        to.set(JAVA_SHORT, 0, (short) family);
        return family == AF_UNIX
                ? writePath(address.toString(), to)
                : writeInet((InetSocketAddress) address, family, to);
    }

    private static int writeInet(InetSocketAddress address, int family, MemorySegment to) {
        if (address.isUnresolved()) {
            throw new IllegalArgumentException("host name not resolved: " + address.getHostString());
        }
        to.set(PORT, PORT_OFFSET, (short) address.getPort());
        byte[] bytes = address.getAddress().getAddress();
        if (family == AF_INET) {
            MemorySegment.copy(bytes, 0, to, JAVA_BYTE, INET_ADDRESS, bytes.length);
            return INET;
        }
        MemorySegment.copy(bytes, 0, to, JAVA_BYTE, INET6_ADDRESS, bytes.length);
        to.set(JAVA_INT, INET6_SCOPE, ((Inet6Address) address.getAddress()).getScopeId());
        return INET6;
    }

    private static int writePath(String path, MemorySegment to) {
        byte[] bytes = path.getBytes(StandardCharsets.UTF_8);
        if (bytes.length >= PATH_LENGTH) {
            throw new IllegalArgumentException("Unix socket path of " + bytes.length + " bytes; at most "
                    + (PATH_LENGTH - 1) + " fit: " + path);
        }
        MemorySegment.copy(bytes, 0, to, JAVA_BYTE, PATH_OFFSET, bytes.length);
        return PATH_OFFSET + bytes.length + 1;
    }

    /**
     * Reads what the kernel has written, or {@code null} for an unnamed, abstract, foreign or cut-off address.
     *
     * @param length as reported by the kernel, which may be more than fitted
     */
    static SocketAddress read(MemorySegment from, int length) {
        long end = Math.min(length, from.byteSize());
        if (end < PATH_OFFSET) {
            return null;
        }
        return switch (from.get(JAVA_SHORT, 0)) {
            case AF_INET -> end < INET ? null : inet(from.asSlice(INET_ADDRESS, 4), from, 0);
            case AF_INET6 -> end < INET6
                    ? null
                    : inet(from.asSlice(INET6_ADDRESS, 16), from, from.get(JAVA_INT, INET6_SCOPE));
            case AF_UNIX -> readPath(from, end);
            default -> null;
        };
    }

    private static InetSocketAddress inet(MemorySegment bytes, MemorySegment from, int scope) {
        try {
            byte[] raw = bytes.toArray(JAVA_BYTE);
            InetAddress address = scope == 0
                    ? InetAddress.getByAddress(raw)
                    : Inet6Address.getByAddress(null, raw, scope);
            return new InetSocketAddress(address, from.get(PORT, PORT_OFFSET) & 0xffff);
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static UnixDomainSocketAddress readPath(MemorySegment from, long end) {
        int nul = PATH_OFFSET;
        while (nul < end && from.get(JAVA_BYTE, nul) != 0) {
            nul++;
        }
        if (nul == PATH_OFFSET) {
            return null;
        }
        byte[] path = from.asSlice(PATH_OFFSET, nul - PATH_OFFSET).toArray(JAVA_BYTE);
        try {
            return UnixDomainSocketAddress.of(new String(path, StandardCharsets.UTF_8));
        } catch (InvalidPathException notInThisLocale) {
            // The JVM's character set for file names, taken from the locale, lacks a letter of it.
            return null;
        }
    }
}
