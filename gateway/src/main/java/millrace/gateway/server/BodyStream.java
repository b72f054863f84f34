package millrace.gateway.server;

import millrace.gateway.config.Configuration;
import millrace.gateway.exchange.Client;
import millrace.gateway.exchange.CoreSettings;
import millrace.gateway.exchange.Exchange;
import millrace.loop.Connection;

/** The part of a client's connection of HTTP/1 that is its requests' client, and reads their bodies. */
abstract class BodyStream extends ClientStream implements Client {
    final Http1Sink sink;

    /** The request at work, or {@code null}. */
    Exchange exchange;

    /** No request after the one that is at work. */
    boolean last;

    /** The request at work was there before the one in front of it was answered. */
    boolean pipelined;

    /** What comes next was already there when the request in front of it was read, or has come with it. */
    boolean waiting;

    /** That of the request at work; {@code null} when it has none. */
    BodyFeed body;

    BodyStream(PortLoop port, Connection stream, long number, Http1Sink sink) {
        super(port, stream, number);
        this.sink = sink;
    }

    @Override
    final boolean isIdle() {
        return exchange == null;
    }

    @Override
    final boolean isServedBy(Configuration configuration) {
        return isOf(exchange, configuration);
    }

    @Override
    public final void abort(Exchange x) {
        stream.abort();
    }

    @Override
    public final void cut(Exchange x) {
        stream.finish();
    }

    @Override
    public final void lastRequest(Exchange x) {
        last = true;
    }

    @Override
    public final boolean keepsAlive(Exchange x) {
        return !last
                && !peerEnded
                && !port.isLeaving()
                && x.head().keepAlive()
                && x.settings(CoreSettings.KEY).keepsAlive(requests(), ageNanos());
    }

    @Override
    public final boolean isPipelined() {
        return pipelined;
    }

    /** Reads again, if reading was paused. */
    abstract void goOn();

    /** 0, or the status to refuse the request with: what has come of its body already is none. */
    final int beginBody(Exchange x, byte[] b, int from, int limit) {
        body = port.takeBody();
        body.begin(x);
        return body.looksRight(b, from, limit) ? 0 : 400;
    }

    /** Whether bytes of the body are still to come. */
    final boolean hasRest() {
        return body != null && !body.isComplete();
    }

    final int read(byte[] b, int p, int limit, boolean discard) {
        return body == null ? 0 : body.read(b, p, limit, discard);
    }

    final void releaseBody() {
        if (body != null) {
            port.giveBack(body);
            body = null;
        }
    }

    @Override
    public final void bodyWanted(Exchange x) {
        if (body == null) {
            if (x.head().expectContinue() && !x.reply().isStarted()) {
                sink.interim(x, 100, null);
            }
            if (x.bodyReader() != null) {
                x.bodyReader().onBodyEnd(x);
            }
            return;
        }
        if (body.takeContinueOwed() && !x.reply().isStarted()) {
            sink.interim(x, 100, null);
        }
        body.resumed();
        if (!body.tellEnd()) {
            goOn();
        }
    }
}
