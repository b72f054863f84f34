package millrace.gateway.server;

import millrace.gateway.exchange.CoreSettings;
import millrace.gateway.exchange.Exchange;
import millrace.gateway.exchange.GatewayLoop;
import millrace.gateway.exchange.HeadGate;
import millrace.gateway.exchange.HeaderList;
import millrace.gateway.exchange.Reply;
import millrace.gateway.exchange.ReplySink;
import millrace.gateway.exchange.StatusWords;
import millrace.http.codec.Output;
import millrace.loop.Connection;
import millrace.loop.FileRegion;

/** Writes replies to a connection in the framing of HTTP/1 (RFC 9112 section 6). For the loop's own thread only. */
final class Http1Sink extends ReplySink {
    private static final byte[] VERSION = Output.ascii("HTTP/1.1 ");
    private static final byte[] CHUNKED = Output.ascii("Transfer-Encoding: chunked\r\n");
    private static final byte[] CLOSE = Output.ascii("Connection: close\r\n");
    private static final byte[] KEEP_ALIVE = Output.ascii("Connection: keep-alive\r\n");
    private static final byte[] UPGRADE = Output.ascii("Connection: upgrade\r\n");
    private static final byte[] KEEP_ALIVE_FIELD = Output.ascii("Keep-Alive: timeout=");
    private static final byte[] CRLF = {'\r', '\n'};
    private static final byte[] LAST_CHUNK = Output.ascii("0\r\n\r\n");

    private final GatewayLoop loop;
    private final Connection stream;
    private final ReplyLines lines;
    private Downstream client;
    private Exchange exchange;
    private CoreSettings settings;
    private boolean congested;
    private boolean chunked;
    private boolean keepsAlive;

    Http1Sink(GatewayLoop loop, Connection stream) {
        this.loop = loop;
        this.stream = stream;
        lines = new ReplyLines(loop);
    }

    /** A request begins. */
    void begin(Downstream of) {
        client = of;
        exchange = null;
        chunked = false;
        keepsAlive = false;
    }

    /** Those of the request that was answered last. */
    CoreSettings settings() {
        return settings;
    }

    boolean keepsAlive() {
        return keepsAlive;
    }

    @Override
    protected void head(Exchange x) {
        exchange = x;
        settings = x.settings(CoreSettings.KEY);
        Reply reply = x.reply();
        boolean counted = frame(x, reply);
        HeadGate gate = takeGate();
        if (x.head().isSimple()) {
            keepsAlive = false;
            return; // HTTP/0.9 has no heads.
        }
        Output out = loop.head();
        statusLine(out, reply);
        lines.write(out, reply, settings, counted);
        if (chunked) {
            out.put(CHUNKED);
        }
        connectionFields(out, reply.status());
        out.crlf();
        if (gate == null) {
            write(out);
        } else {
            gate.head(this, out.bytes(), 0, out.length());
        }
    }

    /** How the client learns where the body ends; whether it is by a length. */
    private boolean frame(Exchange x, Reply reply) {
        boolean bodiless = reply.isBodiless();
        boolean mayBeChunked = !bodiless && x.head().minorVersion() > 0 && settings.allowsChunks();
        // Trailers can follow chunks only.
        boolean counted = reply.contentLength() != Reply.UNKNOWN && !(mayBeChunked && reply.trailers().isExpected());
        chunked = mayBeChunked && !counted;
        keepsAlive = (bodiless || counted || chunked) && client.keepsAlive(x);
        return counted;
    }

    @Override
    public void writeHead(byte[] bytes, int offset, int length) {
        congested |= !stream.write(bytes, offset, length);
        exchange.reply().sent(length);
    }

    private static void statusLine(Output out, Reply reply) {
        if (reply.reason().isPresent()) {
            out.put(VERSION).number(reply.status()).put(SPACE);
            reply.reason().writeTo(out);
            out.crlf();
        } else {
            StatusWords.line(reply.status(), out);
        }
    }

    private static final byte[] SPACE = {' '};

    private void connectionFields(Output out, int status) {
        if (status == 101) {
            out.put(UPGRADE);
        } else if (!keepsAlive) {
            out.put(CLOSE);
        } else {
            out.put(KEEP_ALIVE);
            if (settings.keepAliveFieldSeconds() > 0) {
                out.put(KEEP_ALIVE_FIELD).number(settings.keepAliveFieldSeconds()).crlf();
            }
        }
    }

    @Override
    protected void interim(Exchange x, int status, HeaderList headers) {
        if (x.head().minorVersion() > 0) {
            Output out = loop.head();
            out.status(status);
            if (headers != null) {
                headers.writeTo(out);
            }
            write(out.crlf());
        }
    }

    private void write(Output out) {
        congested |= !stream.write(out.bytes(), 0, out.length());
        if (exchange != null) {
            exchange.reply().sent(out.length());
        }
    }

    @Override
    public boolean write(byte[] bytes, int offset, int length) {
        if (length == 0) {
            return !congested;
        }
        exchange.reply().counted(length);
        if (chunked) {
            write(loop.head().chunkSize(length));
            stream.write(bytes, offset, length);
            congested |= !stream.write(CRLF);
            exchange.reply().sent(length + 2);
        } else {
            congested |= !stream.write(bytes, offset, length);
            exchange.reply().sent(length);
        }
        return !congested;
    }

    @Override
    public boolean takesFiles() {
        return true;
    }

    @Override
    public boolean write(FileRegion region) {
        long length = region.remaining();
        exchange.reply().counted(length);
        exchange.reply().sent(length);
        if (chunked) {
            // The whole of a file is one chunk: that may be more than an array could be.
            write(length <= Integer.MAX_VALUE ? loop.head().chunkSize((int) length)
                    : loop.head().utf8(Long.toHexString(length)).crlf());
        }
        congested |= !stream.write(region);
        if (chunked) {
            congested |= !stream.write(CRLF);
            exchange.reply().sent(2);
        }
        return !congested;
    }

    @Override
    public void end() {
        if (!chunked) {
            return;
        }
        if (exchange.reply().trailers().isExpected()) {
            HeaderList trailers = exchange.reply().trailers().collect(exchange);
            Output out = loop.head().put(LAST_CHUNK, 0, LAST_CHUNK.length - CRLF.length);
            trailers.writeTo(out);
            write(out.crlf());
        } else {
            congested |= !stream.write(LAST_CHUNK);
            exchange.reply().sent(LAST_CHUNK.length);
        }
    }

    @Override
    public boolean isCongested() {
        return congested;
    }

    /** The connection takes more again. */
    void writable() {
        congested = false;
    }
}
