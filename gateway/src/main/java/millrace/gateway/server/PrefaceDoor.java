package millrace.gateway.server;

import java.io.IOException;
import millrace.http.h2.Http2Session;
import millrace.loop.Connection;
import millrace.loop.StreamHandler;

/** The first bytes of a connection that may speak either version of HTTP: they say which. For the loop's thread only. */
final class PrefaceDoor implements StreamHandler {
    private final Downstream downstream;

    PrefaceDoor(Downstream downstream) {
        this.downstream = downstream;
    }

    @Override
    public int onData(Connection connection, byte[] buffer, int offset, int length) {
        if (!Http2Session.isPreface(buffer, offset, offset + length)) {
            connection.handler(downstream);
        } else if (length >= Http2Session.PREFACE_BYTES) {
            connection.handler(Http2Downstream.instead(downstream));
        }
        return 0;
    }

    @Override
    public void onEnd(Connection connection) {
        connection.finish();
    }

    @Override
    public void onTimeout(Connection connection) {
        connection.finish();
    }

    @Override
    public void onClosed(Connection connection, IOException cause) {
        downstream.onClosed(connection, cause);
    }
}
