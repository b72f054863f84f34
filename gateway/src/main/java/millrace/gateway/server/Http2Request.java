package millrace.gateway.server;

import java.io.IOException;
import millrace.gateway.config.Configuration;
import millrace.gateway.exchange.BodyReader;
import millrace.gateway.exchange.CoreSettings;
import millrace.gateway.exchange.Exchange;
import millrace.http.codec.Fields;
import millrace.http.codec.RequestHead;
import millrace.http.h2.ErrorCode;
import millrace.http.h2.Http2Stream;
import millrace.http.h2.StreamUser;

/**
 * A stream of HTTP/2 as the client of one request. It is over when the reply has ended and flow control has let all of it
 * go; then it serves another one. For the loop's own thread only.
 */
final class Http2Request extends Http2Client implements StreamUser {
    private final PortLoop port;
    private final Http2Sink sink;
    private Http2Stream stream;
    private Exchange exchange;
    private boolean begun;
    private boolean isMalformed;
    private boolean replyEnded;
    private boolean sent;

    /** What is under way here goes on when it has come to its end. */
    private boolean inside;

    // The body.
    private BodyReader told;
    private boolean bodyEnded;
    private boolean bodyHeld;
    private boolean continueOwed;
    private long arrivedNanos;

    /** Where it is among those of its connection. */
    int index;

    Http2Request(PortLoop port) {
        this.port = port;
        sink = new Http2Sink(port.loop());
    }

    /** Its head is about to come: where to. */
    RequestHead begin(Http2Downstream of, Http2Stream on) {
        begin(of);
        stream = on;
        on.user(this);
        exchange = port.loop().take();
        begun = false;
        isMalformed = false;
        replyEnded = false;
        sent = false;
        told = null;
        bodyEnded = false;
        bodyHeld = false;
        return exchange.ownHead();
    }

    @Override
    public void request() {
        begun = true;
        connection.waitsNoMore();
        countRequest();
        sink.begin(stream, exchange);
        RequestHead head = exchange.ownHead();
        continueOwed = head.refusal() == null && head.expectContinue();
        PortServers servers = port.servers().at(connection);
        inside = true;
        if (head.refusal() == null) {
            servers.begin(connection, this, exchange, sink);
        } else {
            servers.refuse(this, exchange, sink, RefusedHead.status(head));
        }
        inside = false;
        completeIfOver();
    }

    boolean isOf(Configuration configuration) {
        return ClientStream.isOf(exchange, configuration);
    }

    // --- the request's body ---

    @Override
    public int data(byte[] b, int from, int to) {
        BodyReader reader = exchange == null ? null : exchange.bodyReader();
        if (reader == null || hasNoBody()) {
            return 0;
        }
        arrivedNanos = now();
        boolean outermost = !inside;
        inside = true;
        int used = reader.onBody(exchange, b, from, to - from);
        bodyHeld = used < to - from;
        inside = !outermost;
        completeIfOver();
        return used;
    }

    @Override
    public void ended(Fields trailers) {
        bodyEnded = true;
        boolean outermost = !inside;
        inside = true;
        tellEnd();
        inside = !outermost;
        completeIfOver();
    }

    /** Whether what comes is for a tunnel, when there is one. */
    private boolean hasNoBody() {
        return exchange.ownHead().protocol() != null && !sink.isTunnel();
    }

    private void tellEnd() {
        BodyReader reader = exchange == null ? null : exchange.bodyReader();
        if (reader != null && reader != told && (bodyEnded || hasNoBody())) {
            told = reader;
            reader.onBodyEnd(exchange);
        }
    }

    @Override
    public void bodyWanted(Exchange x) {
        if (continueOwed && !x.reply().isStarted()) {
            sink.interim(x, 100, null);
        }
        continueOwed = false;
        bodyHeld = false;
        arrivedNanos = now();
        if (bodyEnded || hasNoBody()) {
            tellEnd();
        } else {
            connection.awaits(x.settings(CoreSettings.KEY).bodyNanos());
            stream.goOn();
        }
    }

    // --- the reply ---

    @Override
    public void replyEnded(Exchange x) {
        replyEnded = true;
        sent |= !stream.isOpen(); // It was reset, since its body is shorter than was said: nobody tells of it.
        completeIfOver();
        if (exchange == x && !sent) {
            connection.awaits(x.settings(CoreSettings.KEY).sendNanos());
        }
    }

    @Override
    public void sent() {
        sent = true;
        completeIfOver();
    }

    @Override
    public void writable() {
        sink.writable();
        if (exchange != null && !replyEnded) {
            exchange.writable();
        }
    }

    private void completeIfOver() {
        if (replyEnded && sent && !inside && exchange != null) {
            Exchange done = exchange;
            exchange = null;
            sink.count();
            done.complete();
            if (!stream.isRemoteEnded()) {
                connection.stopSoon(stream);
            }
            leave();
        }
    }

    private void leave() {
        Http2Stream left = stream;
        Http2Downstream of = connection;
        stream = null;
        forget();
        told = null;
        left.release(true);
        of.ended(this);
        port.giveBack(this);
    }

    // --- what goes wrong ---

    @Override
    public void abort(Exchange x) {
        abort(sink.isTunnel() ? ErrorCode.CANCEL : ErrorCode.INTERNAL_ERROR, "the request was aborted");
    }

    @Override
    public void cut(Exchange x) {
        abort(x);
    }

    private void abort(int code, String why) {
        if (exchange == null) {
            return;
        }
        stream.reset(code);
        Exchange aborted = exchange;
        long serial = aborted.serial();
        // Who has caused it finds things as they were.
        port.loop().events().execute(() -> {
            if (exchange == aborted && aborted.isStill(serial)) {
                gone(new IOException(why));
            }
        });
    }

    /** The stream was reset, or its connection is gone. */
    @Override
    public void broken(int code) {
        if (exchange != null) {
            gone(new IOException("client closed its stream, with error " + code));
        }
    }

    private void gone(IOException cause) {
        Exchange left = exchange;
        exchange = null;
        if (begun) {
            sink.count();
            left.gone(cause);
        } else {
            connection.waitsNoMore();
            left.dismiss();
        }
        leave();
    }

    /** The client will send no more on its connection. */
    void clientEnded() {
        if (exchange != null && begun) {
            exchange.clientEnded();
        }
    }

    /** A body that breaks off is answered as in HTTP/1, if it can be yet. */
    @Override
    public boolean malformed() {
        isMalformed = true;
        if (!begun) {
            return true;
        }
        if (exchange == null || exchange.reply().isStarted()) {
            return false;
        }
        bodyHeld = true;
        boolean outermost = !inside;
        inside = true;
        BodyReader reader = exchange.bodyReader();
        if (reader == null || reader == told) {
            exchange.finish(400);
        } else {
            told = reader;
            reader.onBodyBroken(exchange, 400, null);
        }
        inside = !outermost;
        completeIfOver();
        return true;
    }

    @Override
    public long patienceNanos(long usual) {
        return exchange == null || exchange.scope() == null ? usual : exchange.settings(CoreSettings.KEY).sendNanos();
    }

    @Override
    public void timeUp(long nowNanos) {
        boolean awaited = begun && exchange != null && exchange.bodyReader() != null && !bodyEnded && !bodyHeld
                && exchange.ownHead().protocol() == null;
        long patience = awaited ? exchange.settings(CoreSettings.KEY).bodyNanos() : 0;
        if (patience > 0 && nowNanos - arrivedNanos >= patience) {
            if (!exchange.reply().isStarted()) {
                exchange.reply().status(408);
            }
            abort(ErrorCode.PROTOCOL_ERROR, "client timed out");
        }
    }

    private long now() {
        return port.loop().events().nowNanos();
    }
}
