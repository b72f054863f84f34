package millrace.offload.dns;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import millrace.os.Descriptor;
import millrace.os.Socket;

/** From which address datagrams to a destination would be sent. The kernel is asked; nothing is sent. Any thread. */
final class SourceAddress {
    /** Any will do: {@code discard}. */
    private static final int PORT = 9;

    private SourceAddress() {}

    /** The address, or {@code null} when there is no way to the destination. */
    static InetAddress towards(InetAddress destination) {
        InetSocketAddress to = new InetSocketAddress(destination, PORT);
        int fd = Socket.open(to, Socket.DATAGRAM);
        if (fd < 0) {
            return null; // A kernel without the family: no way either.
        }
        try {
            boolean connected = Socket.connect(fd, to) == 0;
            return connected && Socket.localAddress(fd) instanceof InetSocketAddress from ? from.getAddress() : null;
        } finally {
            Descriptor.close(fd);
        }
    }
}
