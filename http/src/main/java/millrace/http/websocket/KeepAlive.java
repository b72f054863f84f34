package millrace.http.websocket;

import millrace.http.websocket.frame.Opcode;
import millrace.loop.Timer;

/**
 * The one clock of a {@link WebSocket}: pings while it is open, and an end to its closing. For the loop's own thread only.
 */
final class KeepAlive {
    private static final byte[] NOTHING = {};

    private final WebSocket socket;
    private final long everyNanos;
    private final long closeNanos;
    private final int most;
    private Timer timer;
    private boolean closing;
    private long heardNanos;
    private int unanswered;
    private long queuedBytes;

    KeepAlive(WebSocket socket, WebSocketOptions options) {
        this.socket = socket;
        this.everyNanos = options.pingEvery().toNanos();
        this.closeNanos = options.closeTime().toNanos();
        this.most = options.unansweredPings();
    }

    void start() {
        heard();
        if (everyNanos > 0) {
            arm(everyNanos);
        }
    }

    /** Something has come, which is as good as an answer. */
    void heard() {
        heardNanos = socket.loop().nowNanos();
        unanswered = 0;
    }

    void closing() {
        if (!closing) {
            closing = true;
            arm(closeNanos);
        }
    }

    void stop() {
        if (timer != null) {
            timer.cancel();
        }
    }

    private void arm(long nanos) {
        if (timer == null) {
            timer = socket.loop().timer(this::expired);
        }
        timer.arm(nanos);
    }

    private void expired() {
        if (closing) {
            socket.abort();
            return;
        }
        if (!socket.isReading()) {
            lookAtQueue();
        }
        long silentNanos = socket.loop().nowNanos() - heardNanos;
        if (silentNanos < everyNanos) {
            arm(everyNanos - silentNanos);
        } else if (unanswered == most) {
            socket.fellSilent(most);
        } else {
            unanswered++;
            if (socket.isReading()) {
                socket.control(Opcode.PING, NOTHING, 0, 0);
            }
            arm(everyNanos);
        }
    }

    /** Who is not listened to cannot answer, but can take what was written. */
    private void lookAtQueue() {
        long queued = socket.queuedBytes();
        if (queued == 0 || queued < queuedBytes) {
            heard();
        }
        queuedBytes = queued;
    }
}
