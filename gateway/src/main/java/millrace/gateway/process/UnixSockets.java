package millrace.gateway.process;

import java.io.IOException;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Collection;

/** What is to be done for listening sockets that are files. */
final class UnixSockets {
    private UnixSockets() {}

    /** Whoever can reach the folder may connect, as with a port. */
    static void openToAll(Collection<SocketAddress> addresses) throws IOException {
        for (SocketAddress address : addresses) {
            if (address instanceof UnixDomainSocketAddress unix) {
                Files.setPosixFilePermissions(unix.getPath(), PosixFilePermissions.fromString("rw-rw-rw-"));
            }
        }
    }

    /** Nobody listens behind them any more. */
    static void remove(Collection<SocketAddress> addresses) throws IOException {
        for (SocketAddress address : addresses) {
            if (address instanceof UnixDomainSocketAddress unix) {
                Files.deleteIfExists(unix.getPath());
            }
        }
    }
}
