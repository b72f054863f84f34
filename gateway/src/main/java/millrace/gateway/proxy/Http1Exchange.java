package millrace.gateway.proxy;

import java.io.IOException;
import millrace.gateway.body.RequestBody;
import millrace.gateway.exchange.GatewayLoop;
import millrace.http.codec.BodyDecoder;
import millrace.http.codec.Fields;
import millrace.http.codec.Limits;
import millrace.http.codec.Output;
import millrace.http.codec.RequestHead;
import millrace.http.codec.ResponseHead;
import millrace.http.codec.ResponseParser;
import millrace.loop.Connection;

/** HTTP/1: takes an upstream's bytes apart into heads, body without its framing, and the end. */
final class Http1Exchange extends PeerExchange {
    /** The loop keeps no more than this for a handler that waits for the rest of a head. */
    private static final int MOST_HEAD_BYTES = 64 * 1024;

    private static final Limits LIMITS = Limits.DEFAULT.withBodyBytes(Long.MAX_VALUE).withFields(32 << 10, 1000);
    private static final byte[] CRLF = {'\r', '\n'};
    private static final byte[] LAST_CHUNK = Output.ascii("0\r\n\r\n");

    private final BodyDecoder decoder = new BodyDecoder();
    private ResponseParser parser = new ResponseParser(4096);
    private long parserBytes = 4096;
    private boolean untilClose;
    private Connection stream;
    private GatewayLoop loop;
    private boolean chunked;

    Http1Exchange(AnswerHandler handler) {
        super(handler);
    }

    @Override
    void begin(ProxySettings settings, boolean toHead) {
        super.begin(settings, toHead);
        if (settings.bufferSize != parserBytes) {
            parserBytes = settings.bufferSize;
            parser = new ResponseParser((int) Math.min(MOST_HEAD_BYTES, parserBytes));
        }
    }

    @Override
    int ask(UpstreamRequest request, UpstreamConnection to, long bodyLength) {
        stream = to.stream();
        loop = request.loop.loop();
        chunked = bodyLength == RequestHead.CHUNKED;
        Output out = loop.head();
        RequestWriter.write(request.exchange, request.settings, request.pass, request.target, bodyLength, out);
        stream.write(out.bytes(), 0, out.length());
        return out.length();
    }

    @Override
    boolean write(byte[] b, int from, int count) {
        if (!chunked) {
            return stream.write(b, from, count);
        }
        Output size = loop.head().chunkSize(count);
        stream.write(size.bytes(), 0, size.length());
        stream.write(b, from, count);
        return stream.write(CRLF);
    }

    @Override
    boolean write(RequestBody whole) throws IOException {
        return whole.writeTo(stream);
    }

    @Override
    boolean writeMore() {
        return true;
    }

    @Override
    boolean isBehind() {
        return false;
    }

    @Override
    void endBody() {
        if (chunked) {
            stream.write(LAST_CHUNK);
        }
    }

    /** What follows the head is not of this protocol, and somebody else's. */
    void handOver() {
        state = State.HANDED_OVER;
    }

    @Override
    Fields trailers() {
        return decoder.trailers();
    }

    @Override
    boolean mayTrail() {
        return head.bodyLength() == ResponseHead.CHUNKED;
    }

    @Override
    void room(UpstreamConnection of) {
        full = false;
        of.stream().resume();
    }

    /** Bytes of the body that are still to come, if that is known; else negative. */
    long remaining() {
        return state == State.BODY && head.bodyLength() > 0 ? decoder.remaining() : -1;
    }

    /** Somebody else has taken bytes of the body. */
    void taken(long bytes) {
        decoder.take(bytes);
        if (decoder.isComplete()) {
            state = State.OVER;
            handler.onComplete(true);
        }
    }

    /** Bytes have come: how many of them were used. */
    int read(byte[] b, int from, int limit) {
        int p = from;
        int mine = answers;
        while (state == State.HEAD) {
            int length = parser.parse(head, b, p, limit);
            if (length == ResponseParser.INCOMPLETE) {
                return p - from;
            }
            if (length == ResponseParser.REFUSED) {
                garbage(head.refusal());
                return limit - from;
            }
            p += length;
            if (head.isInterim()) {
                handler.onInterim(head);
                if (answers != mine) {
                    return limit - from;
                }
                head.reset(bodiless);
            } else {
                state = State.BODY;
                untilClose = head.bodyLength() == ResponseHead.UNTIL_CLOSE;
                decoder.begin(untilClose ? Long.MAX_VALUE : head.bodyLength(), LIMITS);
                head.detach();
                handler.onHead(head);
                if (answers != mine) {
                    return limit - from;
                }
            }
        }
        return switch (state) {
            case BODY -> body(b, p, limit) - from;
            case HANDED_OVER -> p - from;
            default -> limit - from;
        };
    }

    /** Where it stopped. */
    private int body(byte[] b, int from, int limit) {
        int p = from;
        while (true) {
            int at = decoder.advance(b, p, limit);
            if (at == BodyDecoder.REFUSED) {
                state = State.OVER;
                handler.onGarbage(Failure.INVALID_BODY, "upstream sent invalid chunked response");
                return limit;
            }
            p = at;
            if (decoder.isComplete()) {
                state = State.OVER;
                handler.onComplete(p == limit);
                return limit;
            }
            int there = (int) Math.min(limit - p, decoder.remaining());
            if (there == 0 || full) {
                return p;
            }
            int length = handler.allowed(there);
            if (length == 0) {
                full = true;
                return p;
            }
            decoder.take(length);
            full = !handler.onBody(b, p, length) || length < there;
            p += length;
            if (state != State.BODY) {
                return limit;
            }
        }
    }

    @Override
    boolean endsWithConnection() {
        return state == State.BODY && untilClose;
    }

    @Override
    boolean hasAll() {
        return false;
    }

    @Override
    void drain(UpstreamConnection of, long readNanos) {
        of.drain(readNanos);
    }

    @Override
    boolean leavesReusable(ProxySettings settings, boolean bodyComplete) {
        return bodyComplete && head.keepAlive() && (settings.minorVersion > 0 || head.asksToKeep());
    }

    @Override
    boolean canBeCutShort() {
        return false;
    }
}
