package millrace.loop;

import java.io.IOException;

/** What a program does with one connection. All calls come from the loop's thread. */
public interface StreamHandler {
    /**
     * Bytes have arrived.
     *
     * <p>The buffer belongs to the loop and is valid only during the call. What the handler does not consume is kept,
     * and offered again in front of the bytes that follow, in one piece; at most 64 KiB can be kept so.
     *
     * @return how many of the {@code length} bytes have been consumed
     */
    int onData(Connection connection, byte[] buffer, int offset, int length);

    /** The handshake of {@link Connection#secure} is done: what comes from now on was encrypted on its way. */
    default void onSecured(Connection connection) {}

    /** The other side will send no more. */
    default void onEnd(Connection connection) {
        connection.end();
    }

    /** After a {@link Connection#write} that answered {@code false}: the queue is below the low-water mark again. */
    default void onWritable(Connection connection) {}

    /** After {@link Connection#finish} or {@link Connection#reset}: the kernel has all that was written, and the connection closes now. */
    default void onWritten(Connection connection) {}

    /** The countdown of {@link Connection#timeout} has come to its end. */
    default void onTimeout(Connection connection) {
        connection.abort();
    }

    /**
     * The connection is closed; called exactly once.
     *
     * @param cause what broke it, or {@code null} when it ended in order or by {@link Connection#abort}
     */
    default void onClosed(Connection connection, IOException cause) {}
}
