package millrace.cluster;

import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import millrace.loop.EventLoop;
import millrace.loop.ListenOptions;
import millrace.loop.ListeningSocket;
import millrace.os.Errno;
import millrace.os.OsException;
import millrace.os.SocketOption;

/**
 * Where programs with {@link AppSpec.Protocol#LISTEN_FDS} are reached: one address, and while instances go from one to
 * another, both. An address is open as long as the app runs, so that clients wait while no process does; one that the app
 * has left is closed with the last process that is reached there. For the loop's own thread only.
 */
final class HandedSockets {
    private final EventLoop loop;
    private final Gates gates;
    private final Map<InetSocketAddress, HandedSocket> open = new LinkedHashMap<>();

    HandedSockets(EventLoop loop, Gates gates) {
        this.loop = loop;
        this.gates = gates;
    }

    /** The socket for a process that is about to be started. */
    HandedSocket forProcess(InetSocketAddress wanted) throws OsException {
        if (wanted == null) {
            throw new OsException("hand over a socket: the app does not say where it listens", Errno.EINVAL.number());
        }
        HandedSocket socket = at(wanted);
        socket.forProcess();
        return socket;
    }

    /** The same for one that gets a port of its own; {@code null} where a gateway of somebody else's has the address. */
    HandedSocket forGate(InetSocketAddress wanted) throws OsException {
        if (wanted == null || !gates.areMade()) {
            return null;
        }
        HandedSocket socket = at(wanted);
        socket.forGate();
        return socket;
    }

    private HandedSocket at(InetSocketAddress wanted) throws OsException {
        HandedSocket known = open.get(wanted);
        if (known == null) {
            known = new HandedSocket(loop, gates, wanted, listen(wanted));
            open.put(wanted, known);
        }
        return known;
    }

    private int listen(InetSocketAddress wanted) throws OsException {
        try {
            return ListeningSocket.open(wanted, ListenOptions.DEFAULT);
        } catch (OsException e) {
            List<HandedSocket> same =
                    open.values().stream().filter(each -> each.address().getPort() == wanted.getPort()).toList();
            if (same.isEmpty() || e.errno() != Errno.EADDRINUSE.number()) {
                throw e;
            }
            return listenBeside(same, wanted);
        }
    }

    /** One of two addresses covers the other, as 0.0.0.0 does: they can be open at once only if both say so. */
    private static int listenBeside(List<HandedSocket> same, InetSocketAddress wanted) throws OsException {
        same.forEach(each -> SocketOption.SO_REUSEPORT.set(each.fd(), 1));
        try {
            int fd = ListeningSocket.open(wanted, ListenOptions.DEFAULT.withReusePort(true));
            SocketOption.SO_REUSEPORT.set(fd, 0);
            return fd;
        } finally {
            same.forEach(each -> SocketOption.SO_REUSEPORT.set(each.fd(), 0));
        }
    }

    /** A process was started or could not be, or one has ended. */
    void settle() throws OsException {
        if (open.values().stream().anyMatch(HandedSocket::isHeld)) {
            open.values().removeIf(socket -> {
                if (!socket.isHeld()) {
                    socket.close();
                }
                return !socket.isHeld();
            });
        }
        for (HandedSocket socket : open.values()) {
            socket.settle();
        }
    }

    void serves(RunningWorker worker, InetSocketAddress at) {
        open.values().forEach(socket -> socket.serves(worker, at));
    }

    void retire(RunningWorker worker) {
        open.values().forEach(socket -> socket.retire(worker));
    }

    void exited(RunningWorker worker) {
        open.values().forEach(socket -> socket.exited(worker));
    }

    /** Whether a process of this spec can be started before the worker leaves: at one address there is one manner. */
    boolean standsBeside(RunningWorker worker, AppSpec spec) {
        HandedSocket socket = spec.listen() == null ? null : open.get(spec.listen());
        return socket == null || !socket.hasOtherwise(worker, spec.scheduling() == Scheduling.GATEWAY);
    }

    void closeAll() {
        open.values().forEach(HandedSocket::close);
        open.clear();
    }
}
