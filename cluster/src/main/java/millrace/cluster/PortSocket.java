package millrace.cluster;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import millrace.loop.ListenOptions;
import millrace.loop.ListeningSocket;
import millrace.os.Descriptor;
import millrace.os.Errno;
import millrace.os.OsException;
import millrace.os.Socket;
import millrace.os.SocketOption;

/** Opens what a worker asks for. The caller owns the descriptor. */
final class PortSocket {
    /** Bits of the request's {@code flags}. */
    private static final int IPV6_ONLY = 1;

    private static final int UDP_REUSE_ADDRESS = 4;

    private PortSocket() {}

    static int open(Message.QueryServer query) throws OsException {
        Endpoint endpoint = query.endpoint();
        if (endpoint.fd() >= 0) {
            return inherited(endpoint.fd());
        }
        if (endpoint.isDatagram()) {
            return datagram(endpoint, query.flags());
        }
        ListenOptions options = ListenOptions.DEFAULT.withIpv6Only((query.flags() & IPV6_ONLY) != 0);
        if (query.backlog() > 0) {
            options = options.withBacklog(query.backlog());
        }
        if (endpoint.address() == null) {
            if (endpoint.port() < 0 || endpoint.port() > 0xFFFF) {
                throw new OsException("listen on " + endpoint, Errno.EINVAL.number());
            }
            return everywhere(endpoint, options);
        }
        int fd = ListeningSocket.open(address(endpoint), options);
        if (endpoint.isPath() && (query.readableAll() || query.writableAll())) {
            openToAll(query, fd);
        }
        return fd;
    }

    private static void openToAll(Message.QueryServer query, int fd) throws OsException {
        Path path = Path.of(query.endpoint().address());
        try {
            Set<PosixFilePermission> mode = Files.getPosixFilePermissions(path);
            if (query.readableAll()) {
                mode.addAll(PosixFilePermissions.fromString("r--r--r--"));
            }
            if (query.writableAll()) {
                mode.addAll(PosixFilePermissions.fromString("-w--w--w-"));
            }
            Files.setPosixFilePermissions(path, mode);
        } catch (IOException e) {
            Descriptor.close(fd);
            throw (OsException) new OsException("change the mode of " + path, Errno.EACCES.number()).initCause(e);
        }
    }

    /** All addresses of both families; of IPv4 alone where there is no IPv6. */
    private static int everywhere(Endpoint endpoint, ListenOptions options) throws OsException {
        try {
            return ListeningSocket.open(new InetSocketAddress("::", endpoint.port()), options);
        } catch (OsException e) {
            if (e.errno() != Errno.EAFNOSUPPORT.number() && e.errno() != Errno.EADDRNOTAVAIL.number()) {
                throw e;
            }
            return ListeningSocket.open(new InetSocketAddress("0.0.0.0", endpoint.port()), options);
        }
    }

    private static int datagram(Endpoint endpoint, int flags) throws OsException {
        SocketAddress address = address(endpoint);
        String action = "bind " + endpoint;
        int fd = OsException.check(Socket.open(address, Socket.DATAGRAM), action);
        try {
            if ((flags & UDP_REUSE_ADDRESS) != 0) {
                OsException.check(SocketOption.SO_REUSEADDR.set(fd, 1), action);
            }
            if ("udp6".equals(endpoint.type())) {
                OsException.check(SocketOption.IPV6_V6ONLY.set(fd, (flags & IPV6_ONLY) != 0 ? 1 : 0), action);
            }
            OsException.check(Socket.bind(fd, address), action);
            return fd;
        } catch (OsException e) {
            Descriptor.close(fd);
            throw e;
        }
    }

    /** A listening socket that this process was started with, as by a supervisor that activates sockets. */
    private static int inherited(int fd) throws OsException {
        String action = "listen on descriptor " + fd + " of the primary";
        if (SocketOption.SO_ACCEPTCONN.get(fd) != 1) {
            throw new OsException(action, Errno.EBADF.number());
        }
        int copy = OsException.check(Descriptor.duplicate(fd), action);
        OsException.check(Descriptor.setNonBlocking(copy, true), action);
        return copy;
    }

    /** Node resolves names in the worker, so that only numeric addresses and paths come here. */
    private static SocketAddress address(Endpoint endpoint) throws OsException {
        try {
            return endpoint.isPath()
                    ? UnixDomainSocketAddress.of(endpoint.address())
                    : new InetSocketAddress(InetAddress.ofLiteral(endpoint.address()), endpoint.port());
        } catch (IllegalArgumentException | NullPointerException e) {
            boolean badPath = e instanceof InvalidPathException;
            throw new OsException("listen on " + endpoint, (badPath ? Errno.ENOENT : Errno.EINVAL).number());
        }
    }
}
