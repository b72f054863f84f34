package millrace.loop;

import java.net.SocketAddress;
import java.util.ServiceLoader;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import millrace.os.OsException;

/**
 * A door that connections come in by. For the loop's own thread only.
 *
 * <p>Where they come from is the program's surroundings' business: usually an own listening socket, in a worker of a
 * cluster the primary (see {@link ConnectionSource}).
 */
public interface Listener extends AutoCloseable {
    /** The address that clients connect to, with the port that was chosen when 0 was asked for. */
    SocketAddress address();

    /** Takes no connections until {@link #resume}; clients wait in the backlog. */
    void pause();

    void resume();

    /** Takes no more connections; those that were accepted go on. */
    @Override
    void close();

    /**
     * Opens a door.
     *
     * @return completes on the loop, exceptionally with an {@link OsException} that names the address and the remedy
     */
    static CompletionStage<Listener> listen(
            EventLoop loop, SocketAddress address, ListenOptions options, Acceptor acceptor) {
        loop.checkThread();
        for (ConnectionSource source : ServiceLoader.load(ConnectionSource.class)) {
            if (source.active()) {
                return source.listen(loop, address, options, acceptor);
            }
        }
        try {
            return CompletableFuture.completedStage(SocketListener.open(loop, address, options, acceptor));
        } catch (OsException e) {
            return CompletableFuture.failedStage(e);
        }
    }
}
