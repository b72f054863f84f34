package millrace.gateway.proxy;

import java.io.IOException;
import millrace.gateway.exchange.CoreSettings;
import millrace.gateway.exchange.Exchange;
import millrace.gateway.exchange.Reply;
import millrace.loop.Connection;
import millrace.loop.Relay;
import millrace.loop.RelayHandler;

/**
 * The rest of a large answer on its way to the client: it moves inside the kernel, since nobody has to see it. Used again
 * for the next answer; for the loop's own thread only.
 */
final class BodyRelay implements RelayHandler {
    /** Less is copied faster than a relay is begun. */
    private static final long LEAST_BYTES = 64 * 1024;

    private final UpstreamRequest request;
    private final Http1Exchange reader;
    private final Relay relay = new Relay(this);
    private Exchange exchange;
    private long countedBytes;

    BodyRelay(UpstreamRequest request, Http1Exchange reader) {
        this.request = request;
        this.reader = reader;
    }

    boolean isActive() {
        return relay.isActive();
    }

    /** Whether it is the client that is waited for. */
    boolean waitsForClient() {
        return relay.isActive() && relay.waitsForSink();
    }

    /** Begins if the answer is of a kind for it: long, its length known, and nothing between here and the client's socket. */
    void beginIfWorthwhile(Exchange x, Connection upstream, long readNanos) {
        Reply reply = x.reply();
        Connection client = x.client().stream();
        if (reader.remaining() < LEAST_BYTES || x.parent() != null || !reply.isDirect() || !reply.takesFiles() || reply.isBodiless()
                || reply.contentLength() == Reply.UNKNOWN || reply.trailers().isExpected() || client.isClosed() || upstream.isClosed()) {
            return;
        }
        exchange = x;
        countedBytes = 0;
        reader.full = false;
        relay.timeouts(readNanos, x.settings(CoreSettings.KEY).sendNanos());
        relay.start(upstream, client, reader.remaining());
    }

    /** Ends it where it is. */
    void stop() {
        relay.stop();
        if (exchange != null) {
            count();
            exchange = null;
        }
    }

    @Override
    public void onProgress(Relay of) {
        count();
    }

    private void count() {
        long more = relay.movedBytes() - countedBytes;
        countedBytes += more;
        request.attempts().received(more);
        request.attempts().body(more);
        exchange.reply().counted(more);
        exchange.reply().sent(more);
    }

    /** What broke is told by the connection's own handler; an upstream that has ended in order, only here. */
    @Override
    public void onRelayed(Relay of, Relay.End end, IOException cause) {
        if (exchange == null) {
            return;
        }
        count();
        exchange = null;
        if (end == Relay.End.COMPLETE || end == Relay.End.SOURCE_ENDED) {
            reader.taken(countedBytes);
        }
        if (end == Relay.End.SOURCE_ENDED) {
            request.onAnswerEnd(null);
        }
    }
}
