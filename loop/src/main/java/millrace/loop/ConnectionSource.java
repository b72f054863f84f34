package millrace.loop;

import java.net.SocketAddress;
import java.util.concurrent.CompletionStage;

/**
 * Where connections and datagrams come from when not from an own socket. The module above that knows (a worker's side of a
 * cluster) provides it as a {@link java.util.ServiceLoader} service, and makes connections with
 * {@link Connection#adopt}.
 */
public interface ConnectionSource {
    /** Whether this process is one that gets its connections here. Any thread; asked for each listener. */
    boolean active();

    /** As {@link Listener#listen}. */
    CompletionStage<Listener> listen(EventLoop loop, SocketAddress address, ListenOptions options, Acceptor acceptor);

    /** As {@link UdpSocket#bind}. */
    CompletionStage<UdpSocket> bind(EventLoop loop, SocketAddress address, UdpSocket.Handler handler);
}
