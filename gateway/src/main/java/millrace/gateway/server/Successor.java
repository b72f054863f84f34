package millrace.gateway.server;

import java.io.IOException;
import millrace.loop.Connection;
import millrace.loop.StreamHandler;

/** What is spoken on a connection after HTTP/1: the gateway still knows the connection, so that it can stop. */
record Successor(Downstream before, StreamHandler heir) implements StreamHandler {
    @Override
    public int onData(Connection connection, byte[] buffer, int offset, int length) {
        return heir.onData(connection, buffer, offset, length);
    }

    @Override
    public void onEnd(Connection connection) {
        heir.onEnd(connection);
    }

    @Override
    public void onWritable(Connection connection) {
        heir.onWritable(connection);
    }

    @Override
    public void onTimeout(Connection connection) {
        heir.onTimeout(connection);
    }

    @Override
    public void onClosed(Connection connection, IOException cause) {
        heir.onClosed(connection, cause);
        before.onClosed(connection, cause);
    }
}
