package millrace.gateway.process;

import java.io.IOException;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.util.Collection;

/** What a process that ends looks at and leaves behind. */
final class Endings {
    private Endings() {}

    /** The process that has started this one, or whoever has taken its place; 0 when it is hidden. */
    static int parent() {
        return ProcessHandle.current().parent().map(handle -> (int) handle.pid()).orElse(0);
    }

    /** Nobody listens behind them any more. */
    static void removeUnixSockets(Collection<SocketAddress> addresses) throws IOException {
        for (SocketAddress address : addresses) {
            if (address instanceof UnixDomainSocketAddress unix) {
                Files.deleteIfExists(unix.getPath());
            }
        }
    }
}
