package millrace.cluster;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;
import millrace.cluster.json.Json;
import millrace.loop.ListenOptions;
import millrace.loop.ListeningSocket;
import millrace.os.Descriptor;
import millrace.os.Errno;
import millrace.os.OsException;
import millrace.os.Socket;

/**
 * A port that a gateway has: in its place each worker gets one of its own, on the loopback interface, and the gateway is
 * told where. We keep no copy of its socket, so that nobody waits for a worker that has died.
 */
final class PrivatePort extends Port {
    private static final InetSocketAddress ANY = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0);

    private final Map<RunningWorker, InetSocketAddress> workers = new HashMap<>();
    private final int fd;
    private final Gates gates;

    /** {@code null} when somebody else opens the port. */
    private final GatedWorkers gated;

    /** A port that a gateway of somebody else's has. */
    PrivatePort(Endpoint endpoint, String key) {
        super(endpoint, key, Scheduling.GATEWAY);
        this.fd = -1;
        this.gates = null;
        this.gated = null;
    }

    /** @param fd the public socket, owned from now on, also when this throws */
    PrivatePort(Endpoint endpoint, String key, int fd, Gates gates) throws OsException {
        super(endpoint, key, Scheduling.GATEWAY);
        this.fd = fd;
        this.gates = gates;
        try {
            this.gated = gates.open(fd);
        } catch (OsException e) {
            Descriptor.close(fd);
            throw e;
        }
    }

    /** A listening socket on a port that nobody else has. The caller owns it. */
    static int open() throws OsException {
        return ListeningSocket.open(ANY, ListenOptions.DEFAULT);
    }

    static InetSocketAddress addressOf(int fd) {
        return (InetSocketAddress) Socket.localAddress(fd);
    }

    @Override
    int fd() {
        return fd;
    }

    @Override
    void add(RunningWorker worker, long seq) throws OsException {
        int own = open();
        try {
            Map<String, Object> message = Replies.withDescriptor("net.Native", answer(seq));
            if (!worker.delivery().giveSocket(Json.line(message), own)) {
                throw new OsException("give worker " + worker.id() + " a socket", Errno.EMFILE.number());
            }
            workers.put(worker, addressOf(own));
        } finally {
            Descriptor.close(own);
        }
    }

    /** Where the worker listens in place of this port; {@code null} if it does not. */
    InetSocketAddress addressOf(RunningWorker worker) {
        return workers.get(worker);
    }

    /**
     * The worker listens on some port.
     *
     * @return that, if it is the one that it has in place of this port; else null
     */
    InetSocketAddress serves(RunningWorker worker, int port) {
        InetSocketAddress own = workers.get(worker);
        if (own == null || own.getPort() != port) {
            return null;
        }
        if (gated != null) {
            gated.add(worker, own);
        }
        return own;
    }

    @Override
    boolean remove(RunningWorker worker) {
        if (gated != null) {
            gated.remove(worker);
        }
        return workers.remove(worker) != null;
    }

    @Override
    boolean hasWorkers() {
        return !workers.isEmpty();
    }

    @Override
    void close() {
        if (gated != null) {
            gates.close(gated);
            Descriptor.close(fd);
        }
    }
}
