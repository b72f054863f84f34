package millrace.gateway.server;

import millrace.gateway.exchange.CoreSettings;
import millrace.gateway.exchange.Exchange;
import millrace.gateway.exchange.GatewayLoop;
import millrace.gateway.exchange.HeaderList;
import millrace.gateway.exchange.Reply;
import millrace.gateway.exchange.ReplySink;
import millrace.gateway.log.Level;
import millrace.http.codec.Output;
import millrace.http.h2.ErrorCode;
import millrace.http.h2.Http2Stream;

/** Writes a reply to a stream of HTTP/2 (RFC 9113 section 8.1). Used again for other streams; for the loop's own thread only. */
final class Http2Sink extends ReplySink {
    private static final byte[] NOTHING = {};
    private static final int SWITCHING = 101;
    private static final int OK = 200;
    private static final int NOT_IMPLEMENTED = 501;

    private final GatewayLoop loop;
    private final ReplyLines lines;
    private Http2Stream stream;
    private Exchange exchange;
    private boolean congested;
    private boolean ended;
    private boolean tunnel;
    private long countedBytes;

    /** What is still to come of a body whose length is told, or {@link Reply#UNKNOWN}. */
    private long rest;

    Http2Sink(GatewayLoop loop) {
        this.loop = loop;
        lines = new ReplyLines(loop);
    }

    /** A request begins. */
    void begin(Http2Stream on, Exchange x) {
        stream = on;
        exchange = x;
        congested = false;
        ended = false;
        tunnel = false;
        countedBytes = 0;
        rest = Reply.UNKNOWN;
    }

    @Override
    protected void head(Exchange x) {
        CoreSettings settings = x.settings(CoreSettings.KEY);
        Reply reply = x.reply();
        takeGate(); // Heads of all streams share a table: none is sent in pieces.
        stream.mostFrameBytes(x.settings(Http2Settings.KEY).chunkBytes());
        if (x.head().protocol() != null && (reply.status() == SWITCHING || reply.status() / 100 == 2)) {
            tunnel(x, reply, settings);
            return;
        }
        boolean counted = reply.contentLength() != Reply.UNKNOWN;
        Output out = loop.head();
        lines.write(out, reply, settings, counted);
        boolean trailers = reply.trailers().isExpected();
        ended = reply.isBodiless() || !trailers && reply.contentLength() == 0;
        rest = trailers ? Reply.UNKNOWN : reply.contentLength();
        stream.head(reply.status(), out, ended);
        count();
    }

    /** Who has asked for a tunnel takes any 2xx for agreement, and what follows for the tunnel's (RFC 8441 section 5). */
    private void tunnel(Exchange x, Reply reply, CoreSettings settings) {
        tunnel = reply.status() == SWITCHING;
        ended = !tunnel;
        if (tunnel) {
            reply.headers().remove("Sec-WebSocket-Accept");
        } else {
            x.log(Level.WARN, "client asked for a WebSocket, and was to get an answer with status " + reply.status());
            reply.status(NOT_IMPLEMENTED);
            reply.headers().clear();
        }
        Output out = loop.head();
        lines.write(out, reply, settings, false);
        stream.head(tunnel ? OK : NOT_IMPLEMENTED, out, ended);
        count();
    }

    /** Whether another protocol is spoken. */
    boolean isTunnel() {
        return tunnel;
    }

    @Override
    protected void interim(Exchange x, int status, HeaderList headers) {
        Output out = loop.head();
        if (headers != null) {
            headers.writeTo(out);
        }
        stream.head(status, out, false);
        count();
    }

    @Override
    public boolean write(byte[] bytes, int offset, int length) {
        if (length == 0 || ended) {
            return !congested;
        }
        if (rest != Reply.UNKNOWN) {
            rest = Math.max(0, rest - length);
            ended = rest == 0;
        }
        exchange.reply().counted(length);
        congested |= !stream.write(bytes, offset, length, ended);
        count();
        return !congested;
    }

    @Override
    public void end() {
        if (ended) {
            return;
        }
        ended = true;
        Reply reply = exchange.reply();
        if (rest != Reply.UNKNOWN) {
            stream.reset(ErrorCode.INTERNAL_ERROR); // The body is shorter than was said.
            return;
        }
        HeaderList trailers = reply.trailers().isExpected() ? reply.trailers().collect(exchange) : null;
        if (trailers == null || trailers.count() == 0) {
            congested |= !stream.write(NOTHING, 0, 0, true);
        } else {
            Output out = loop.head();
            trailers.writeTo(out);
            stream.trailers(out);
        }
        count();
    }

    /** What flow control has held back counts when it is sent. */
    void count() {
        long sent = stream.sentBytes();
        exchange.reply().sent(sent - countedBytes);
        countedBytes = sent;
    }

    @Override
    public int windowBytes() {
        return stream.windowBytes();
    }

    @Override
    public boolean isCongested() {
        return congested;
    }

    /** The stream takes more again. */
    void writable() {
        congested = false;
    }
}
