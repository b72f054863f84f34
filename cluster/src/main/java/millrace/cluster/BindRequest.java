package millrace.cluster;

import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import millrace.loop.EventLoop;
import millrace.loop.UdpSocket;
import millrace.os.Descriptor;
import millrace.os.Socket;

/** A UDP socket that asks the primary for its port. All workers have the same socket; each datagram goes to one. */
final class BindRequest extends PortRequest<UdpSocket> {
    private final UdpSocket.Handler handler;
    private String key;

    /** Set on the app's loop. */
    private volatile UdpSocket socket;

    BindRequest(PrimaryLink link, EventLoop loop, SocketAddress address, UdpSocket.Handler handler) {
        super(link, loop, address);
        this.handler = handler;
    }

    @Override
    Object addressType(InetSocketAddress inet) {
        return inet.getAddress() instanceof Inet6Address ? "udp6" : "udp4";
    }

    @Override
    void describe(Map<String, Object> query) {
        query.put("fd", -1);
        query.put("flags", 0);
    }

    @Override
    SocketAddress granted(String key, Map<String, Object> answer, int fd, CompletableFuture<UdpSocket> result) {
        SocketAddress where = Socket.localAddress(fd);
        this.key = key;
        boolean offered = Door.offer(loop(), () -> {
            socket = UdpSocket.adopt(loop(), fd, handler);
            result.complete(socket);
        });
        if (!offered) {
            Descriptor.close(fd);
            return null;
        }
        link().bound(this);
        return where;
    }

    /** What primary and worker call the port. */
    String key() {
        return key;
    }

    /** Whether the app has closed the socket; seen at the latest by what its loop asks for afterwards. */
    boolean isClosed() {
        return socket != null && socket.isClosed();
    }
}
