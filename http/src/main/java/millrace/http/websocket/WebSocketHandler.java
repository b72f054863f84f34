package millrace.http.websocket;

import java.nio.charset.StandardCharsets;

/**
 * What a program does with one connection. All calls come from the thread of its loop, and must not wait; arrays that are
 * handed over are valid during the call only. Who throws ends the connection with code 1011.
 *
 * <p>Whole messages come to {@link #onText(WebSocket, String)} and {@link #onBinary}. Who wants to see them as they arrive,
 * fragment by fragment and piece by piece, overrides {@link #onPiece} instead.
 */
public interface WebSocketHandler {
    /** The connection is open: it can be written to. */
    default void onOpen(WebSocket socket) {}

    /** A text has come. */
    default void onText(WebSocket socket, String text) {}

    /** A text has come, in UTF-8 that has been checked; for who needs no string. */
    default void onText(WebSocket socket, byte[] utf8, int offset, int length) {
        onText(socket, new String(utf8, offset, length, StandardCharsets.UTF_8));
    }

    /** A binary message has come. */
    default void onBinary(WebSocket socket, byte[] bytes, int offset, int length) {}

    /**
     * A part of a message has come. As it is, this collects the parts, and hands over what they make. Of text the bytes so
     * far are the beginning of something in UTF-8; a character may be cut in two.
     *
     * @param text whether the message is text, or else binary
     * @param last whether the message ends here, be it with no byte
     */
    default void onPiece(WebSocket socket, boolean text, byte[] bytes, int offset, int length, boolean last) {
        socket.collect(text, bytes, offset, length, last);
    }

    /** A ping has come, and been answered. */
    default void onPing(WebSocket socket, byte[] bytes, int offset, int length) {}

    /** A pong has come, be it asked for or not. */
    default void onPong(WebSocket socket, byte[] bytes, int offset, int length) {}

    /** After a write that answered {@code false}: there is room again. */
    default void onWritable(WebSocket socket) {}

    /**
     * The connection is closed; called exactly once after {@link #onOpen}.
     *
     * @param code why (RFC 6455 section 7.4): what the other side has said, or this side, when it did not like what came;
     *     1005 for none, and 1006 when the connection broke, or the other side did not answer in time
     * @param reason in words, or empty; with 1006 what has broken the connection, where that is known
     */
    default void onClosed(WebSocket socket, int code, String reason) {}
}
