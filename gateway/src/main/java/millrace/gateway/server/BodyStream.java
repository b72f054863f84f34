package millrace.gateway.server;

import millrace.gateway.exchange.Exchange;
import millrace.loop.Connection;

/** The part of a client's connection that reads the bodies of requests. */
abstract class BodyStream extends ClientStream {
    final Http1Sink sink;

    /** That of the request at work; {@code null} when it has none. */
    BodyFeed body;

    BodyStream(PortLoop port, Connection stream, long number, Http1Sink sink) {
        super(port, stream, number);
        this.sink = sink;
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
