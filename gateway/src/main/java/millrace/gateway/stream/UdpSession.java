package millrace.gateway.stream;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Arrays;
import millrace.gateway.log.Level;
import millrace.loop.Connection;
import millrace.os.OsException;

/** What comes from one address by datagrams, and what goes back there. For the loop's thread only. */
final class UdpSession extends Session {
    /** Datagrams that wait until it is known where they go; more, or larger ones, are lost. */
    private static final int MOST_WAITING = 64;

    /** Room for the largest one: senders cost nothing to invent. */
    private static final int MOST_WAITING_BYTES = 64 * 1024;

    private final UdpPort door;
    private final UdpPort.Ends ends;
    private final ArrayDeque<byte[]> waiting = new ArrayDeque<>();
    private int waitingBytes;

    UdpSession(UdpPort port, long number, UdpPort.Ends ends) {
        super(port, number, ends.remote(), ends.local());
        door = port;
        this.ends = ends;
    }

    /** Whose datagrams are its own; {@code realip} does not change that. */
    UdpPort.Ends ends() {
        return ends;
    }

    void begin(byte[] buffer, int offset, int length) {
        if (logs(Level.INFO)) {
            log(Level.INFO, "udp client connected");
        }
        onRequest(buffer, offset, length);
        enterPhases();
    }

    void onRequest(byte[] buffer, int offset, int length) {
        receivedBytes += length;
        if (passage instanceof UdpPassage open && waiting.isEmpty() && open.takes(length)) {
            open.send(buffer, offset, length);
        } else if (waiting.size() < MOST_WAITING && waitingBytes + length <= MOST_WAITING_BYTES) {
            waitingBytes += length;
            waiting.add(Arrays.copyOfRange(buffer, offset, offset + length));
        }
    }

    /** Sends on what waits, as far as that may be now. */
    void sendWaiting(UdpPassage to) {
        byte[] next;
        while (!isOver() && (next = waiting.peek()) != null && to.takes(next.length)) {
            waiting.remove();
            waitingBytes -= next.length;
            to.send(next, 0, next.length);
        }
    }

    /** The next datagram begins another session. */
    void unbind() {
        door.unbind(this);
    }

    @Override
    boolean isIdle() {
        return waiting.isEmpty() && passage instanceof UdpPassage open && open.isIdle();
    }

    @Override
    String protocol() {
        return "UDP";
    }

    @Override
    void send(byte[] bytes, int length) {
        send(bytes, 0, length);
    }

    void send(byte[] bytes, int offset, int length) {
        try {
            if (door.send(bytes, offset, length, ends)) {
                sentBytes += length;
            }
        } catch (OsException e) {
            log(Level.ALERT, e.getMessage() + " while proxying connection");
        }
    }

    @Override
    Passage newPassage(PassSettings settings) {
        return new UdpPassage(this, settings);
    }

    @Override
    void close() {
        door.remove(this);
    }

    @Override
    void abort(IOException cause) {
        finish(200);
    }

    /** There is none. */
    @Override
    public Connection stream() {
        throw new IllegalStateException("datagrams have no connection");
    }
}
