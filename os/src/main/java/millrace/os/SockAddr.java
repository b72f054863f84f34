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

/**
 * The kernel's {@code struct sockaddr} to and from Java's addresses: {@link InetSocketAddress} for IPv4 and IPv6,
 * {@link UnixDomainSocketAddress} for Unix sockets. A path whose first byte is NUL is an abstract name.
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

    private static final int PATH_OFFSET = 2;
    private static final int PATH_LENGTH = 108;
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
        to.set(PORT, 2, (short) address.getPort());
        byte[] bytes = address.getAddress().getAddress();
        if (family == AF_INET) {
            MemorySegment.copy(bytes, 0, to, JAVA_BYTE, 4, bytes.length);
            return 16;
        }
        MemorySegment.copy(bytes, 0, to, JAVA_BYTE, 8, bytes.length);
        to.set(JAVA_INT, 24, ((Inet6Address) address.getAddress()).getScopeId());
        return 28;
    }

    private static int writePath(String path, MemorySegment to) {
        byte[] bytes = path.getBytes(StandardCharsets.UTF_8);
        if (bytes.length >= PATH_LENGTH) {
            throw new IllegalArgumentException("Unix socket path of " + bytes.length + " bytes; at most "
                    + (PATH_LENGTH - 1) + " fit: " + path);
        }
        MemorySegment.copy(bytes, 0, to, JAVA_BYTE, PATH_OFFSET, bytes.length);
        boolean named = bytes.length > 0 && bytes[0] != 0;
        return PATH_OFFSET + bytes.length + (named ? 1 : 0);
    }

    /** Reads what the kernel has written, or {@code null} for an unnamed or foreign address. */
    static SocketAddress read(MemorySegment from, int length) {
        if (length < PATH_OFFSET) {
            return null;
        }
        return switch (from.get(JAVA_SHORT, 0)) {
            case AF_INET -> inet(from.asSlice(4, 4), from, 0);
            case AF_INET6 -> inet(from.asSlice(8, 16), from, from.get(JAVA_INT, 24));
            case AF_UNIX -> readPath(from, length);
            default -> null;
        };
    }

    private static InetSocketAddress inet(MemorySegment bytes, MemorySegment from, int scope) {
        try {
            byte[] raw = bytes.toArray(JAVA_BYTE);
            InetAddress address = scope == 0
                    ? InetAddress.getByAddress(raw)
                    : Inet6Address.getByAddress(null, raw, scope);
            return new InetSocketAddress(address, from.get(PORT, 2) & 0xffff);
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static UnixDomainSocketAddress readPath(MemorySegment from, int length) {
        int end = PATH_OFFSET;
        while (end < length && (end == PATH_OFFSET || from.get(JAVA_BYTE, end) != 0)) {
            end++;
        }
        byte[] path = from.asSlice(PATH_OFFSET, end - PATH_OFFSET).toArray(JAVA_BYTE);
        boolean unnamed = path.length == 0 || path[0] == 0;
        return unnamed ? null : UnixDomainSocketAddress.of(new String(path, StandardCharsets.UTF_8));
    }
}
