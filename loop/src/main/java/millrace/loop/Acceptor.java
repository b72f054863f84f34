package millrace.loop;

import java.util.function.IntConsumer;

/** Decides what is done with a new connection. Called on the loop's thread. */
@FunctionalInterface
public interface Acceptor {
    /** The handler for this connection alone, or {@code null} to close it at once. */
    StreamHandler accept(Connection connection);

    /**
     * The door was closed by the program's surroundings, not by its owner: no connection comes any more, and the program
     * is asked to finish what is under way, for it will be ended (see {@link ConnectionSource}).
     *
     * @param next who takes descriptors of connections on which nothing is under way ({@link Connection#detach}), to serve
     *     them elsewhere, or {@code null} when they shall be ended; any thread
     */
    default void doorClosed(IntConsumer next) {}
}
