package millrace.loop;

/** Decides what is done with a new connection. Called on the loop's thread. */
@FunctionalInterface
public interface Acceptor {
    /** The handler for this connection alone, or {@code null} to close it at once. */
    StreamHandler accept(Connection connection);
}
