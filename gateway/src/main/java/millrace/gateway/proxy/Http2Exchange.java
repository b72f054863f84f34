package millrace.gateway.proxy;

import java.io.IOException;
import millrace.gateway.body.RequestBody;
import millrace.http.codec.Fields;
import millrace.http.codec.Output;
import millrace.http.codec.RequestHead;
import millrace.http.h2.AnswerUser;
import millrace.http.h2.ErrorCode;
import millrace.http.h2.Http2Limits;
import millrace.http.h2.Http2Stream;

/**
 * HTTP/2: a stream of a connection that has no other one meanwhile. So limits of connections, time-outs, and what a peer
 * that hangs takes with it are those of HTTP/1; what is gained by sharing a connection would be lost on its slowest stream.
 *
 * <p>Flow control holds back either side: what the client does not take stays in the stream, whose window stays closed, and
 * what the peer's window does not take is asked of the client no further.
 */
final class Http2Exchange extends PeerExchange implements AnswerUser {
    /** The windows of streams that nobody waits for the end of are what a slow client can make us keep. */
    static final Http2Limits LIMITS = new Http2Limits(1, 256 << 10, 512 << 10, 128 << 10, false);

    private static final int PIECE_BYTES = 16 << 10;
    private static final int MOST_HEAD_BYTES = 1 << 20;
    private static final byte[] NOTHING = {};

    private final LastPiece last;
    private UpstreamRequest request;
    private UpstreamConnection connection;
    private Http2Stream stream;
    private int headBytes;
    private Fields trailers;

    /** Bytes of the request's body that are not sent, or {@link RequestHead#CHUNKED}. */
    private long rest;

    // A body that is read whole, as far as it is sent.
    private RequestBody whole;
    private long wholeSent;
    private byte[] piece = NOTHING;

    Http2Exchange(AnswerHandler handler, BodySender body) {
        super(handler);
        last = new LastPiece(body);
    }

    @Override
    void begin(ProxySettings settings, boolean toHead) {
        super.begin(settings, toHead);
        headBytes = (int) Math.min(MOST_HEAD_BYTES, settings.bufferSize);
        trailers = null;
        whole = null;
    }

    @Override
    int ask(UpstreamRequest by, UpstreamConnection to, long bodyLength) {
        request = by;
        connection = to;
        rest = bodyLength;
        Output lines = by.loop.loop().head();
        RequestWriter.writeLines(by.exchange, by.settings, by.pass, by.target, bodyLength, lines);
        stream = to.http2().ask(this, lines, bodyLength == BodySender.NONE || bodyLength == 0);
        return lines.length();
    }

    // --- The request's body ---

    @Override
    boolean write(byte[] b, int from, int count) {
        if (rest == RequestHead.CHUNKED) {
            return last.write(request.loop.loop().events(), stream, b, from, count);
        }
        rest -= count;
        return stream.write(b, from, count, rest == 0);
    }

    @Override
    boolean write(RequestBody body) throws IOException {
        whole = body;
        wholeSent = 0;
        return writeMore();
    }

    @Override
    boolean writeMore() throws IOException {
        if (piece.length == 0 && whole != null) {
            piece = new byte[PIECE_BYTES];
        }
        while (whole != null) {
            int length = whole.read(wholeSent, piece);
            if (length == 0) {
                throw new IOException("the file with the request body is shorter than it was");
            }
            wholeSent += length;
            if (wholeSent == whole.length()) {
                whole = null;
            }
            if (!write(piece, 0, length)) {
                return false;
            }
        }
        return true;
    }

    @Override
    boolean isBehind() {
        return whole != null;
    }

    @Override
    void endBody() {
        if (rest != 0) {
            last.end(stream);
        }
    }

    @Override
    public void writable() {
        request.onSent();
    }

    // --- The answer ---

    @Override
    public int mostHeadBytes() {
        return headBytes;
    }

    @Override
    public void answer() {
        request.attempts().received(head.length());
        if (head.refusal() != null) {
            garbage(head.refusal());
        } else if (head.isInterim()) {
            int mine = answers;
            handler.onInterim(head);
            if (answers == mine) {
                head.reset(bodiless);
            }
        } else {
            state = State.BODY;
            handler.onHead(head);
        }
    }

    @Override
    public int data(byte[] b, int from, int to) {
        int p = from;
        while (p < to && !full && state == State.BODY) {
            int length = handler.allowed(to - p);
            full = length < to - p;
            if (length > 0) {
                request.attempts().received(length);
                full |= !handler.onBody(b, p, length);
                p += length;
            }
        }
        return state == State.BODY ? p - from : to - from;
    }

    @Override
    public void ended(Fields behind) {
        trailers = behind;
        state = State.OVER;
        handler.onComplete(true);
    }

    @Override
    void room(UpstreamConnection of) {
        full = false;
        stream.goOn();
    }

    @Override
    Fields trailers() {
        return trailers;
    }

    @Override
    boolean mayTrail() {
        return head.bodyLength() != 0;
    }

    @Override
    boolean endsWithConnection() {
        return false;
    }

    @Override
    boolean hasAll() {
        return stream != null && stream.isRemoteEnded();
    }

    @Override
    void drain(UpstreamConnection of, long readNanos) {
        Http2Stream used = stream;
        stream = null;
        used.user(new Discard(of));
        of.drain(readNanos);
        used.goOn();
    }

    @Override
    boolean leavesReusable(ProxySettings settings, boolean bodyComplete) {
        return canBeCutShort();
    }

    @Override
    boolean canBeCutShort() {
        return connection.http2().isUsable();
    }

    @Override
    void stop() {
        super.stop();
        whole = null;
        last.drop();
        if (stream != null) {
            Http2Stream used = stream;
            stream = null;
            used.release(false);
        }
        request = null;
        connection = null; // It may be closed, and this one kept for long.
    }

    // --- What goes wrong ---

    /** The peer has reset the stream, or has left before it came, or one of us both has done something wrong. */
    @Override
    public void broken(int code) {
        if (stream == null) {
            return;
        }
        String reading = isBeforeHead() ? " while reading response header from upstream" : " while reading upstream";
        Failure invalid = isBeforeHead() ? Failure.INVALID_HEADER : Failure.INVALID_BODY;
        String fault = connection.http2().fault();
        if (fault != null) {
            request.fail(invalid, "upstream sent invalid http2 frame: " + fault + reading);
        } else if (connection.http2().hasReset(stream)) {
            request.fail(invalid, "upstream sent invalid http2 response" + reading);
        } else if (isBeforeHead() && code == ErrorCode.REFUSED_STREAM) {
            request.fail(Failure.NOT_PROCESSED, "upstream rejected request with error " + code + reading);
        } else {
            request.fail(isBeforeHead() ? Failure.INVALID_HEADER : Failure.CLOSED_IN_BODY,
                    "upstream rejected request with error " + code + reading);
        }
    }

    @Override
    public void timeUp(long nowNanos) { /* the connection has a countdown */ }
}
