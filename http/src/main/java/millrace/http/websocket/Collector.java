package millrace.http.websocket;

import java.util.Arrays;

/** Puts the parts of a message together, where it does not come in one piece. For the loop's own thread only. */
final class Collector {
    /** What was collected of a longer message is not kept for the next one. */
    private static final int KEPT_BYTES = 4 << 10;

    private static final byte[] NOTHING = {};

    private byte[] collected = NOTHING;
    private int filled;

    /** How long a message is, is limited by who reads it. */
    void add(WebSocket socket, boolean text, byte[] bytes, int offset, int length, boolean last) {
        if (last && filled == 0) {
            deliver(socket, text, bytes, offset, length);
            return;
        }
        if (collected.length - filled < length) {
            collected = Arrays.copyOf(collected, Math.max(filled + length, 2 * collected.length));
        }
        System.arraycopy(bytes, offset, collected, filled, length);
        filled += length;
        if (last) {
            byte[] whole = collected;
            int size = filled;
            filled = 0;
            collected = size > KEPT_BYTES ? NOTHING : collected;
            deliver(socket, text, whole, 0, size);
        }
    }

    private static void deliver(WebSocket socket, boolean text, byte[] bytes, int offset, int length) {
        if (text) {
            socket.handler.onText(socket, bytes, offset, length);
        } else {
            socket.handler.onBinary(socket, bytes, offset, length);
        }
    }

    void release() {
        collected = NOTHING;
        filled = 0;
    }
}
