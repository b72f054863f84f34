package millrace.gateway.server;

import java.util.concurrent.TimeUnit;
import millrace.gateway.exchange.CoreSettings;
import millrace.gateway.exchange.Exchange;
import millrace.loop.Connection;

/** How long a connection may do what it does: sets its one countdown. For the loop's own thread only. */
final class Patience {
    private static final long FIRST_REQUEST_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final PortLoop port;
    private final Http1Sink sink;
    private final Connection stream;

    /** A head is timed as a whole, not from one of its bytes to the next. */
    private boolean timesHead;

    private long lingersUntilNanos;

    Patience(PortLoop port, Http1Sink sink, Connection stream) {
        this.port = port;
        this.sink = sink;
        this.stream = stream;
    }

    /**
     * @param fresh no request has come yet: the client does not keep a connection alive, it owes a head
     */
    void idle(boolean fresh) {
        timesHead = fresh;
        stream.timeout(fresh ? port.servers().core().headerNanos() : sink.settings().keepAliveNanos());
    }

    /** The gateway leaves, but the client has only just connected: its first request is on the way. */
    void awaitFirst() {
        stream.timeout(FIRST_REQUEST_NANOS);
    }

    void head() {
        if (!timesHead) {
            timesHead = true;
            stream.timeout(port.servers().core().headerNanos());
        }
    }

    void exchange(Exchange exchange, BodyFeed body) {
        timesHead = false;
        if (sink.isCongested()) {
            stream.timeout(sink.settings().sendNanos());
        } else if (body != null && exchange != null && body.isAwaited(exchange)) {
            stream.timeout(exchange.settings(CoreSettings.KEY).bodyNanos());
        } else {
            stream.timeout(0);
        }
    }

    /** What the client still sends is thrown away from now on, but not for ever. */
    void lingers() {
        lingersUntilNanos = now() + sink.settings().lingeringNanos();
    }

    void lingering() {
        timesHead = false;
        long left = lingersUntilNanos == 0 ? Long.MAX_VALUE : Math.max(1, lingersUntilNanos - now());
        stream.timeout(Math.min(left, sink.settings().lingeringTimeoutNanos()));
    }

    private long now() {
        return port.loop().events().nowNanos();
    }
}
