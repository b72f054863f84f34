package millrace.cluster;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;
import millrace.loop.EventLoop;
import millrace.os.Account;
import millrace.os.Descriptor;
import millrace.os.OsException;
import millrace.os.Socket;

/**
 * What one process is given beside what all of the app's have in common.
 *
 * @param account whose rights it has, or {@code null} for ours
 * @param variables of its environment
 * @param socket the listening socket that it gets, or −1
 * @param isSocketOwn whether that is its alone, and owned here until it has started; else others get it too
 * @param port its own port, or 0
 * @param readySocket where it says that it is ready, or {@code null}; owned
 * @param handed the address that the socket is for, or {@code null}
 */
record Provisions(
        Account account,
        Map<String, String> variables,
        int socket,
        boolean isSocketOwn,
        int port,
        NotifySocket readySocket,
        HandedSocket handed) {

    static final Provisions NONE = new Provisions(null, Map.of(), -1, false, 0, null, null);

    static Provisions of(AppSpec spec, int instance, EventLoop loop, HandedSockets sockets) throws OsException {
        Account account = spec.user() == null ? null : Account.named(spec.user());
        Map<String, String> variables = new HashMap<>(spec.instanceEnvironment().apply(instance));
        boolean inherits = spec.protocol() == AppSpec.Protocol.LISTEN_FDS;
        boolean isOwn = inherits && spec.scheduling() == Scheduling.GATEWAY;
        HandedSocket handed =
                isOwn ? sockets.forGate(spec.listen()) : inherits ? sockets.forProcess(spec.listen()) : null;
        int socket = inherits && !isOwn ? handed.fd() : -1;
        int port = spec.protocol() == AppSpec.Protocol.PORT ? freePort() : 0;
        if (port != 0) {
            variables.put("PORT", Integer.toString(port));
        }
        NotifySocket readySocket = null;
        if (spec.readiness().rule() == Readiness.Rule.SAYS_SO) {
            readySocket = NotifySocket.open(loop, account);
            variables.put("NOTIFY_SOCKET", readySocket.path());
        }
        Provisions all = new Provisions(account, variables, socket, false, port, readySocket, handed);
        return isOwn ? all.withOwnSocket() : all;
    }

    private Provisions withOwnSocket() throws OsException {
        try {
            int fd = PrivatePort.open();
            // As programs expect it.
            Descriptor.setNonBlocking(fd, false);
            return new Provisions(
                    account, variables, fd, true, PrivatePort.addressOf(fd).getPort(), readySocket, handed);
        } catch (OsException e) {
            release();
            throw e;
        }
    }

    /** A port of the loopback interface that nobody has at present. Who takes it first has it: a restart gets another. */
    private static int freePort() throws OsException {
        InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        int fd = OsException.check(Socket.open(any, Socket.STREAM), "look for a free port");
        try {
            OsException.check(Socket.bind(fd, any), "look for a free port");
            return ((InetSocketAddress) Socket.localAddress(fd)).getPort();
        } finally {
            Descriptor.close(fd);
        }
    }

    /** The process could not be started, or has ended. */
    void release() {
        if (readySocket != null) {
            readySocket.close();
        }
    }
}
