package millrace.http;

import java.io.IOException;
import millrace.loop.Connection;
import millrace.loop.StreamHandler;

/** What speaks on a connection after an upgrade; the server still knows the connection, so that it can stop. */
record Successor(HttpConnection before, StreamHandler handler) implements StreamHandler {
    Successor {
        if (handler instanceof UpgradedHandler upgraded) {
            before.leaving = upgraded::serverStops;
            if (before.server.isStopping()) {
                before.server.loop.execute(before::closeIfIdle);
            }
        }
    }

    @Override
    public int onData(Connection c, byte[] buffer, int offset, int length) {
        return handler.onData(c, buffer, offset, length);
    }

    @Override
    public void onEnd(Connection c) {
        handler.onEnd(c);
    }

    @Override
    public void onWritable(Connection c) {
        handler.onWritable(c);
    }

    @Override
    public void onTimeout(Connection c) {
        handler.onTimeout(c);
    }

    @Override
    public void onClosed(Connection c, IOException cause) {
        before.server.remove(before);
        handler.onClosed(c, cause);
    }
}
