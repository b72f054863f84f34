package millrace.cluster;

import java.net.SocketAddress;
import java.util.List;
import java.util.ServiceLoader;
import java.util.concurrent.CompletionStage;
import millrace.loop.EventLoop;
import millrace.os.OsException;

/**
 * A reverse proxy before the workers of one port: it accepts the clients' connections and leads each request to one of
 * the workers, which listen on sockets of their own. What it is made of is an upper layer's affair.
 *
 * <p>For the loop's own thread only.
 */
public interface Gate {
    /**
     * Where new requests go from now on, those of connections that outlast {@link #close} included. What is under way with
     * others goes on; nothing more is sent to them.
     *
     * @param addresses each a worker's; none when there is no worker at present: requests wait
     */
    void workers(List<? extends SocketAddress> addresses);

    /**
     * Accepts nothing more once the tasks that the loop has now are done; requests under way are finished. The listening
     * descriptor is closed. Called once.
     *
     * @return completes on the loop when the last answer has been sent and nothing is left of the gate
     */
    CompletionStage<Void> close();

    /** After {@link #close}: ends what is still under way. */
    void abort();

    /** Opens gates; found by {@link ServiceLoader}. */
    interface Maker {
        /**
         * A gate that serves on a loop.
         *
         * @param descriptor a listening socket that does not wait; it belongs to the gate, and is closed when this throws
         * @throws OsException when it cannot be served from
         */
        Gate open(EventLoop loop, int descriptor) throws OsException;
    }
}
