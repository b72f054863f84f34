package millrace.gateway.process;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Collection;
import millrace.gateway.port.Door;

/** What is to be done for listening sockets that are files. */
final class UnixSockets {
    private UnixSockets() {}

    /** Whoever can reach the folder may connect, as with a port. */
    static void openToAll(Collection<Door> addresses) throws IOException {
        for (Door each : addresses) {
            if (each.address() instanceof UnixDomainSocketAddress unix) {
                Files.setPosixFilePermissions(unix.getPath(), PosixFilePermissions.fromString("rw-rw-rw-"));
            }
        }
    }

    /** Nobody listens behind them any more. */
    static void remove(Collection<Door> addresses) throws IOException {
        for (Door each : addresses) {
            if (each.address() instanceof UnixDomainSocketAddress unix) {
                Files.deleteIfExists(unix.getPath());
            }
        }
    }
}
