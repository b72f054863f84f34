package millrace.offload.dns;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import millrace.loop.EventLoop;
import millrace.loop.UdpSocket;
import millrace.os.Descriptor;
import millrace.os.Errno;
import millrace.os.OsException;
import millrace.os.Socket;

/**
 * A question in a datagram, from a socket of its own: the kernel gives each a random port, which a forger has to guess
 * (RFC 5452 section 4.5). The socket is connected, so the kernel lets only datagrams of the server through, and tells
 * at once when nobody is there.
 */
final class UdpAttempt implements Attempt, UdpSocket.Handler {
    private final InetSocketAddress server;
    private final Listener listener;
    private final UdpSocket socket;
    private boolean closed;

    private UdpAttempt(EventLoop loop, int fd, InetSocketAddress server, Listener listener) {
        this.server = server;
        this.listener = listener;
        this.socket = UdpSocket.adopt(loop, fd, this);
    }

    static UdpAttempt send(EventLoop loop, InetSocketAddress server, byte[] query, Listener listener)
            throws OsException {
        String action = "ask the name server " + server;
        int fd = OsException.check(Socket.open(server, Socket.DATAGRAM), action);
        int connected = Socket.connect(fd, server);
        if (connected < 0) {
            Descriptor.close(fd);
            throw new OsException(action, -connected);
        }
        UdpAttempt attempt = new UdpAttempt(loop, fd, server, listener);
        if (attempt.socket.isClosed()) {
            attempt.close();
            throw new OsException(action, Errno.EMFILE.number()); // The poller could not take it.
        }
        try {
            // A datagram that the kernel has no room for is as good as lost on the way.
            attempt.socket.send(query, 0, query.length, server);
            return attempt;
        } catch (OsException e) {
            attempt.close();
            throw e;
        }
    }

    @Override
    public void onDatagram(UdpSocket from, byte[] buffer, int offset, int length, SocketAddress address) {
        if (server.equals(address)) {
            listener.onMessage(buffer, offset, length);
        }
    }

    @Override
    public void onError(UdpSocket from, OsException error) {
        close();
        listener.onFailure(error.getMessage());
    }

    /** Not by {@link #close}: then it is the loop's end. */
    @Override
    public void onClosed(UdpSocket from) {
        if (!closed) {
            closed = true;
            listener.onLoopEnded();
        }
    }

    @Override
    public void close() {
        closed = true;
        socket.close();
    }
}
