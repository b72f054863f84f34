package millrace.offload.dns;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Arrays;
import millrace.loop.Connection;
import millrace.loop.Connector;
import millrace.loop.EventLoop;
import millrace.loop.StreamHandler;

/** A question over a connection, for an answer that does not fit into a datagram. Source: RFC 7766. */
final class TcpAttempt implements Attempt, StreamHandler {
    private static final int LENGTH_BYTES = 2;

    private final EventLoop loop;
    private final byte[] query;
    private final Listener listener;
    private Connection connection;
    private boolean closed;
    private byte[] received = new byte[512];
    private int count;

    private TcpAttempt(EventLoop loop, byte[] query, Listener listener) {
        this.loop = loop;
        this.query = query;
        this.listener = listener;
    }

    static TcpAttempt send(
            EventLoop loop, InetSocketAddress server, byte[] query, long timeoutNanos, Listener listener) {
        TcpAttempt attempt = new TcpAttempt(loop, query, listener);
        Connector.connect(loop, server, timeoutNanos, attempt::connected).whenComplete((_, failure) -> {
            if (failure != null) {
                // Not from here: the listener does not have the attempt yet.
                attempt.failLater(failure.getMessage());
            }
        });
        return attempt;
    }

    /** Nobody may want to know any more: then the connection is refused. */
    private StreamHandler connected(Connection fresh) {
        if (closed) {
            return null;
        }
        connection = fresh;
        fresh.write(new byte[] {(byte) (query.length >> 8), (byte) query.length});
        fresh.write(query);
        return this;
    }

    @Override
    public int onData(Connection from, byte[] buffer, int offset, int length) {
        if (closed) {
            return length;
        }
        if (count + length > received.length) {
            received = Arrays.copyOf(received, Math.max(2 * received.length, count + length));
        }
        System.arraycopy(buffer, offset, received, count, length);
        count += length;
        int expected = count < LENGTH_BYTES ? -1 : (received[0] & 0xff) << 8 | received[1] & 0xff;
        if (expected >= 0 && count >= LENGTH_BYTES + expected) {
            byte[] message = received;
            close();
            listener.onMessage(message, LENGTH_BYTES, expected);
        }
        return length;
    }

    @Override
    public void onEnd(Connection from) {
        fail("it ended the connection before the answer was complete");
    }

    @Override
    public void onClosed(Connection from, IOException cause) {
        // Not from here: when the loop ends, what is opened in this phase would stay open.
        failLater("the connection broke: " + cause);
    }

    private void failLater(String why) {
        if (!closed) {
            loop.execute(() -> fail(why));
        }
    }

    private void fail(String why) {
        if (!closed) {
            close();
            listener.onFailure(why);
        }
    }

    @Override
    public void close() {
        closed = true;
        if (connection != null) {
            connection.abort();
        }
    }
}
