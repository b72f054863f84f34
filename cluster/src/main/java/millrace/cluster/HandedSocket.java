package millrace.cluster;

import java.net.InetSocketAddress;
import millrace.loop.EventLoop;
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

    /** Who has the socket when each process gets one of its own instead. */
    private GatedWorkers gated;

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

    /** Has a gate stand at this address, if that can be had. */
    void gate(EventLoop loop, InetSocketAddress wanted) throws OsException {
        if (!wanted.equals(address)) {
            GatedWorkers opened = GatedWorkers.open(loop, () -> ListeningSocket.open(wanted, ListenOptions.DEFAULT));
            close();
            address = wanted;
            gated = opened;
        }
    }

    void serves(RunningWorker worker, InetSocketAddress at) {
        if (gated != null) {
            gated.add(worker, at);
        }
    }

    void retire(RunningWorker worker) {
        if (gated != null) {
            gated.remove(worker);
        }
    }

    void close() {
        if (fd >= 0) {
            Descriptor.close(fd);
        }
        if (gated != null) {
            gated.close();
            gated = null;
        }
        fd = -1;
        address = null;
    }
}
