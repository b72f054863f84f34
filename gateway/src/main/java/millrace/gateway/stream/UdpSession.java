package millrace.gateway.stream;

import java.io.IOException;
import java.net.SocketAddress;
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
    private final SocketAddress key;
    private final ArrayDeque<byte[]> waiting = new ArrayDeque<>();
    private int waitingBytes;

    UdpSession(UdpPort port, long number, SocketAddress remote, SocketAddress local) {
        super(port, number, remote, local);
        door = port;
        this.key = remote;
    }

    /** Whose datagrams are its own; {@code realip} does not change that. */
    SocketAddress key() {
        return key;
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
        if (passage instanceof UdpPassage open && open.isOpen()) {
            open.send(buffer, offset, length);
        } else if (waiting.size() < MOST_WAITING && waitingBytes + length <= MOST_WAITING_BYTES) {
            waitingBytes += length;
            waiting.add(Arrays.copyOfRange(buffer, offset, offset + length));
        }
    }

    /** The next that waits, or {@code null}. */
    byte[] nextWaiting() {
        return waiting.poll();
    }

    /** The next datagram begins another session. */
    void unbind() {
        door.unbind(this);
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
            if (door.socket().send(bytes, offset, length, key)) {
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
