package millrace.cluster;

import java.net.SocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import millrace.loop.Acceptor;
import millrace.loop.ConnectionSource;
import millrace.loop.EventLoop;
import millrace.loop.ListenOptions;
import millrace.loop.Listener;
import millrace.loop.ListeningSocket;
import millrace.loop.SocketListener;
import millrace.loop.UdpSocket;
import millrace.os.OsException;

/**
 * In a worker, a program's listeners get their connections from the primary. With {@code SO_REUSEPORT} they listen
 * themselves, since the kernel spreads the connections then.
 */
public final class PrimarySource implements ConnectionSource {

    /** For {@link java.util.ServiceLoader}. */
    public PrimarySource() {}

    @Override
    public boolean active() {
        return WorkerProcess.isWorker();
    }

    @Override
    public CompletionStage<Listener> listen(
            EventLoop loop, SocketAddress address, ListenOptions options, Acceptor acceptor) {
        if (!options.reusePort()) {
            PrimaryLink link = WorkerProcess.current().link();
            return link.ask(new ListenRequest(link, loop, address, options, acceptor));
        }
        try {
            return CompletableFuture.completedStage(
                    SocketListener.adopt(loop, ListeningSocket.open(address, options), acceptor));
        } catch (OsException e) {
            return CompletableFuture.failedStage(e);
        }
    }

    @Override
    public CompletionStage<UdpSocket> bind(EventLoop loop, SocketAddress address, UdpSocket.Handler handler) {
        PrimaryLink link = WorkerProcess.current().link();
        return link.ask(new BindRequest(link, loop, address, handler));
    }
}
