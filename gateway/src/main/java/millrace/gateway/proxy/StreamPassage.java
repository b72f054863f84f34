package millrace.gateway.proxy;

import java.io.IOException;
import millrace.gateway.exchange.BodyReader;
import millrace.gateway.exchange.Exchange;
import millrace.loop.Connection;
import millrace.loop.StreamHandler;

/**
 * A stream of HTTP/2 that speaks another protocol with an upstream of HTTP/1 (RFC 8441): what comes through it counts as the
 * request's body, what goes as the reply's. Who is slow on either side slows the other down. The end of the client's side
 * ends that of the upstream, which may still speak; the end of the upstream's side ends both. For the loop's own thread only.
 */
final class StreamPassage implements Passage, StreamHandler, BodyReader {
    private final UpstreamRequest request;
    private final Exchange exchange;
    private final UpstreamConnection before;
    private final Connection upstream;
    private final long idleNanos;
    private boolean blocked;
    private boolean over;

    StreamPassage(UpstreamRequest request, Exchange exchange, UpstreamConnection upstream, long idleNanos) {
        this.request = request;
        this.exchange = exchange;
        this.before = upstream;
        this.upstream = upstream.stream();
        this.idleNanos = idleNanos;
    }

    @Override
    public void open() {
        upstream.handler(this);
        moved();
        exchange.readBody(this);
    }

    @Override
    public void stop() {
        over = true;
    }

    private void moved() {
        if (!over) {
            upstream.timeout(idleNanos);
        }
    }

    // --- from the client ---

    @Override
    public int onBody(Exchange x, byte[] bytes, int offset, int length) {
        if (over) {
            return length;
        }
        if (blocked) {
            return 0;
        }
        blocked = !upstream.write(bytes, offset, length);
        request.attempts().sent(length);
        moved();
        return length;
    }

    @Override
    public void onBodyEnd(Exchange x) {
        if (!over) {
            upstream.end();
        }
    }

    @Override
    public void onBodyBroken(Exchange x, int status, IOException cause) {
        // The exchange is gone with it, and tells the request.
        over = true;
    }

    // --- from the upstream ---

    @Override
    public int onData(Connection connection, byte[] buffer, int offset, int length) {
        if (over) {
            return length;
        }
        request.attempts().body(length);
        request.attempts().received(length);
        if (!exchange.reply().writeTunnel(buffer, offset, length)) {
            upstream.pause(); // Until the request resumes it, as for a body.
        }
        moved();
        return length;
    }

    @Override
    public void onWritable(Connection connection) {
        if (!over) {
            blocked = false;
            moved();
            exchange.bodyWanted();
        }
    }

    @Override
    public void onEnd(Connection connection) {
        if (over) {
            connection.finish();
        } else {
            end();
        }
    }

    @Override
    public void onTimeout(Connection connection) {
        if (over) {
            connection.abort(); // It does not take what was said to it before the end.
        } else {
            Endings.silent(request);
            end();
        }
    }

    private void end() {
        upstream.finish();
        request.tunnelEnded();
        exchange.reply().end();
    }

    @Override
    public void onClosed(Connection connection, IOException cause) {
        if (!over) {
            request.tunnelEnded();
            exchange.client().abort(exchange);
        }
        before.onClosed(connection, cause);
    }
}
