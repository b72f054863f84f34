package millrace.loop;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import millrace.os.Descriptor;
import millrace.os.Errno;
import millrace.os.OsException;
import millrace.os.Socket;
import millrace.os.SocketOption;

/** Makes listening sockets; for {@link SocketListener}, and for whoever hands them to other processes. Any thread. */
public final class ListeningSocket {
    /** The kind of a file in its mode: {@code inode(7)}. */
    private static final int S_IFMT = 0xf000;

    private static final int S_IFSOCK = 0xc000;

    private ListeningSocket() {}

    /**
     * A non-blocking listening socket. The path of a Unix socket that nobody listens on any more is reused.
     *
     * @return the descriptor, owned by the caller
     */
    public static int open(SocketAddress address, ListenOptions options) throws OsException {
        String action = "listen on " + text(address);
        int fd = OsException.check(Socket.open(address, Socket.STREAM), action);
        try {
            if (address instanceof InetSocketAddress) {
                set(fd, SocketOption.SO_REUSEADDR, 1, action);
                setInet(fd, (InetSocketAddress) address, options, action);
            }
            options.setFurther(fd, action);
            int bound = Socket.bind(fd, address);
            if (Errno.EADDRINUSE.is(bound) && address instanceof UnixDomainSocketAddress unix && isAbandoned(unix)) {
                remove(unix.getPath(), action);
                bound = Socket.bind(fd, address);
            }
            OsException.check(bound, action);
            OsException.check(Socket.listen(fd, options.backlog()), action);
            return fd;
        } catch (OsException | RuntimeException e) {
            Descriptor.close(fd);
            throw e;
        }
    }

    private static void setInet(int fd, InetSocketAddress address, ListenOptions options, String action)
            throws OsException {
        if (options.reusePort()) {
            set(fd, SocketOption.SO_REUSEPORT, 1, action);
        }
        // Accepted sockets inherit this, so it costs nothing per connection.
        if (options.noDelay()) {
            set(fd, SocketOption.TCP_NODELAY, 1, action);
        }
        if (options.deferAcceptSeconds() > 0) {
            set(fd, SocketOption.TCP_DEFER_ACCEPT, options.deferAcceptSeconds(), action);
        }
        if (options.fastOpenQueue() > 0) {
            set(fd, SocketOption.TCP_FASTOPEN, options.fastOpenQueue(), action);
        }
        if (address.getAddress() instanceof java.net.Inet6Address) {
            set(fd, SocketOption.IPV6_V6ONLY, options.ipv6Only() ? 1 : 0, action);
        }
    }

    private static void set(int fd, SocketOption option, int value, String action) throws OsException {
        OsException.check(option.set(fd, value), action + ": set " + option);
    }

    /** Whether it is a socket and refuses: its owner is gone. A file that is no socket refuses as well. */
    private static boolean isAbandoned(UnixDomainSocketAddress address) {
        if (!isSocket(address.getPath())) {
            return false;
        }
        int probe = Socket.open(address, Socket.STREAM);
        if (probe < 0) {
            return false;
        }
        boolean refused = Errno.ECONNREFUSED.is(Socket.connect(probe, address));
        Descriptor.close(probe);
        return refused;
    }

    private static boolean isSocket(Path path) {
        try {
            int mode = (int) Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS);
            return (mode & S_IFMT) == S_IFSOCK;
        } catch (IOException e) {
            // Gone, or not to be looked at: that the address is in use is told anyway.
            return false;
        }
    }

    private static void remove(Path path, String action) throws OsException {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            throw (OsException) new OsException(action, Errno.EADDRINUSE.number()).initCause(e);
        }
    }

    /** The address as people write it: {@code 127.0.0.1:80}, {@code [::1]:80}, {@code /run/app.sock}. */
    public static String text(SocketAddress address) {
        if (!(address instanceof InetSocketAddress inet)) {
            return address.toString();
        }
        String host = inet.isUnresolved() ? inet.getHostString() : inet.getAddress().getHostAddress();
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + inet.getPort();
    }
}
