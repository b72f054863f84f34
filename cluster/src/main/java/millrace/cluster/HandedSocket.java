package millrace.cluster;

import java.net.InetSocketAddress;
import millrace.loop.ListenOptions;
import millrace.loop.ListeningSocket;
import millrace.os.Descriptor;
import millrace.os.Errno;
import millrace.os.OsException;

/**
 * The listening socket that programs with {@link AppSpec.Protocol#LISTEN_FDS} get when they start, the same for all
 * instances. It is open as long as the app runs, so that clients wait while no process does. For the loop's own thread.
 */
final class HandedSocket {
    private InetSocketAddress address;
    private int fd = -1;

    /** The socket at this address, which stays ours. */
    int open(InetSocketAddress wanted) throws OsException {
        if (wanted == null) {
            throw new OsException("hand over a socket: the app does not say where it listens", Errno.EINVAL.number());
        }
        if (!wanted.equals(address)) {
            int opened = ListeningSocket.open(wanted, ListenOptions.DEFAULT);
            // The programs' side of it: they expect a socket that waits, and we never accept.
            Descriptor.setNonBlocking(opened, false);
            close();
            address = wanted;
            fd = opened;
        }
        return fd;
    }

    void close() {
        if (fd >= 0) {
            Descriptor.close(fd);
        }
        fd = -1;
        address = null;
    }
}
