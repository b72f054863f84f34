package millrace.cluster;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import millrace.os.Descriptor;
import millrace.os.Errno;
import millrace.os.Socket;

/**
 * A TCP connection of which this process has both ends: one is handed to a worker as if a client had connected, who then
 * gets that worker and no other. A pair of Unix sockets would not do, since a worker asks for the client's address.
 *
 * @param ours non-blocking, as the other
 */
record PrivateConnection(int ours, int theirs) {
    private static final InetSocketAddress ANY = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0);

    /** {@code null} when the system has no descriptors or ports to spare. */
    static PrivateConnection open() {
        int listening = Socket.open(ANY, Socket.STREAM);
        int ours = Socket.open(ANY, Socket.STREAM);
        int theirs = connect(listening, ours);
        if (listening >= 0) {
            Descriptor.close(listening);
        }
        if (theirs < 0 && ours >= 0) {
            Descriptor.close(ours);
        }
        return theirs < 0 ? null : new PrivateConnection(ours, theirs);
    }

    /** On the loopback interface the other end is there when connect returns. */
    private static int connect(int listening, int ours) {
        if (listening < 0 || ours < 0 || Socket.bind(listening, ANY) < 0 || Socket.listen(listening, 1) < 0) {
            return -Errno.EMFILE.number();
        }
        int connecting = Socket.connect(ours, Socket.localAddress(listening));
        int theirs = connecting == 0 || Errno.EINPROGRESS.is(connecting) ? Socket.accept(listening) : connecting;
        if (theirs >= 0 && !Socket.localAddress(ours).equals(Socket.peerAddress(theirs))) {
            // A stranger was quicker.
            Descriptor.close(theirs);
            return -Errno.ECONNREFUSED.number();
        }
        return theirs;
    }

    void close() {
        Descriptor.close(ours);
        Descriptor.close(theirs);
    }
}
