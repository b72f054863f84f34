package millrace.manager.daemon;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import millrace.cluster.json.Json;
import millrace.loop.Connection;
import millrace.loop.StreamHandler;

/**
 * One client: reads its requests, has them done, and lets go of it. What a client has asked for is done even when it
 * goes away meanwhile. For the loop's thread.
 */
final class Session implements StreamHandler {
    private final Connection connection;
    private final Verbs verbs;
    private final LineBuffer lines = new LineBuffer();
    private final List<Runnable> onEnd = new ArrayList<>(1);

    Session(Connection connection, Verbs verbs) {
        this.connection = connection;
        this.verbs = verbs;
    }

    @Override
    public int onData(Connection from, byte[] buffer, int offset, int length) {
        if (!lines.feed(buffer, offset, length, this::request)) {
            new Reply(this, 0).fail("a request is longer than " + (LineBuffer.LONGEST >> 20) + " MiB");
            connection.finish();
        }
        return length;
    }

    private void request(byte[] buffer, int offset, int length) {
        long id = 0;
        try {
            Request request = Request.read(buffer, offset, length);
            id = request.id();
            verbs.handle(request, new Reply(this, id));
        } catch (BadRequestException e) {
            new Reply(this, id).fail(e.getMessage());
        } catch (RuntimeException e) {
            System.getLogger("millrace.manager").log(Level.ERROR, "a request failed", e);
            new Reply(this, id).fail("the daemon has a fault, see its log: " + e);
        }
    }

    /** @return whether it could be sent at all */
    boolean send(Map<String, Object> object) {
        if (!connection.isOpen()) {
            return false;
        }
        connection.write(Json.line(object));
        return true;
    }

    /** What waits for a client that is slow to read, in bytes. */
    long backlogBytes() {
        return connection.queuedBytes();
    }

    /** Runs when the client is gone. */
    void onEnd(Runnable action) {
        onEnd.add(action);
    }

    /** Ends it once all is said. */
    void finish() {
        connection.finish();
    }

    @Override
    public void onClosed(Connection closed, IOException cause) {
        onEnd.forEach(Runnable::run);
    }
}
