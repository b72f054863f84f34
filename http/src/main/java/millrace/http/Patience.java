package millrace.http;

import java.util.concurrent.TimeUnit;
import millrace.loop.Connection;

/** What a connection of the server waits for, and for how long: the meaning of the stream's one countdown. */
final class Patience {
    /** A body must come at this many bytes for each {@code timeouts.body}: a client that drips is not alive. */
    static final int SLOWEST_BODY_BYTES = 1024;

    private static final long LINGER_NANOS = TimeUnit.SECONDS.toNanos(2);

    enum For { NOTHING, REQUEST, HEAD, BODY, SEND, PEER }

    private final ServerLoop server;
    private final Connection stream;
    private For what = For.NOTHING;

    /** Body bytes that had arrived when the countdown began; or what would be queued had the client taken nothing. */
    private long mark;

    Patience(ServerLoop server, Connection stream) {
        this.server = server;
        this.stream = stream;
        start(For.REQUEST);
    }

    /** Between requests. */
    void idle() {
        start(stream.queuedBytes() > 0 ? For.SEND : For.REQUEST);
    }

    /** Within a head: one countdown for all of it. */
    void head() {
        if (what != For.HEAD) {
            start(For.HEAD);
        }
    }

    /**
     * Between head and end of the response.
     *
     * @param bodyBytes how much of the body has arrived, or −1 when nobody asks for more
     */
    void exchange(long bodyBytes) {
        if (stream.queuedBytes() > 0) {
            if (what != For.SEND) {
                start(For.SEND);
            }
        } else if (bodyBytes >= 0) {
            if (what != For.BODY || bodyBytes - mark >= SLOWEST_BODY_BYTES) {
                start(For.BODY);
                mark = bodyBytes;
            }
        } else if (what != For.NOTHING) {
            start(For.NOTHING);
        }
    }

    /** After the last response. */
    void leaving() {
        if (what != For.PEER && what != For.SEND) {
            start(stream.queuedBytes() > 0 ? For.SEND : For.PEER);
        }
    }

    /** More was written, and is queued behind what the client has not taken yet. */
    void written(long bytes) {
        if (what == For.SEND) {
            mark += bytes;
        }
    }

    /** The countdown has ended: what for. A client that has taken some of the response since gets more time. */
    For expired() {
        For expired = what;
        what = For.NOTHING;
        return expired == For.SEND && stream.queuedBytes() < mark ? For.NOTHING : expired;
    }

    private void start(For next) {
        what = next;
        stream.timeout(switch (next) {
            case NOTHING -> 0;
            case REQUEST -> server.idleNanos;
            case HEAD -> server.headNanos;
            case BODY -> server.bodyNanos;
            case SEND -> server.sendNanos;
            case PEER -> LINGER_NANOS;
        });
        if (next == For.SEND) {
            mark = stream.queuedBytes();
        }
    }
}
