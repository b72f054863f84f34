package millrace.gateway.exchange;

import millrace.http.codec.Output;
import millrace.http.codec.Status;
import millrace.loop.FileRegion;

/**
 * The answer to one request: a head that may be changed until it is sent, then a body.
 *
 * <pre>
 *   open ── send ─▶ started ── write* ─▶ … ── end ─▶ ended
 * </pre>
 *
 * <p>For the loop's own thread only.
 */
public final class Reply extends ReplyHead {
    private final Exchange exchange;
    private boolean started;
    private boolean ended;
    private int heldEnds;
    private long bodyBytes;
    private long sentBytes;
    private BodyFilter first;
    private ReplySink sink;

    Reply(Exchange exchange) {
        this.exchange = exchange;
    }

    void begin(ReplySink out) {
        sink = out;
        first = out;
        reset();
        started = false;
        ended = false;
        heldEnds = 0;
        bodyBytes = 0;
        sentBytes = 0;
    }

    /** Forgets what was to be answered, as long as nothing was. */
    public void reset() {
        clear();
        first = sink;
    }

    public boolean isStarted() {
        return started;
    }

    public boolean isEnded() {
        return ended;
    }

    /** Whether no body is sent, whatever the length says: an answer to HEAD, or of a status without one. */
    public boolean isBodiless() {
        return exchange.isHead() || Status.isBodiless(status());
    }

    /** Puts a filter in front of those that are there. To be called by a {@link HeadFilter}. */
    public void filter(BodyFilter filter) {
        filter.next = first;
        first = filter;
    }

    /** Puts a filter behind those that are there, next to the sink. To be called by a {@link HeadFilter}. */
    public void filterLast(BodyFilter filter) {
        if (first == sink) {
            filter(filter);
            return;
        }
        BodyFilter last = first;
        while (last.next != sink) {
            last = last.next;
        }
        filter.next = sink;
        last.next = filter;
    }

    ReplySink sink() {
        return sink;
    }

    /** Nothing of this goes to the client, and its end is not the request's. */
    void divert(ReplySink aside) {
        heldEnds++;
        sink = aside;
        first = aside;
    }

    /** A filter will pass the end on later: the reply is not over until {@link #releaseEnd}. */
    public void holdEnd() {
        heldEnds++;
    }

    boolean isEndHeld() {
        return heldEnds > 0;
    }

    /** It has passed the end on. */
    public void releaseEnd() {
        if (--heldEnds == 0) {
            exchange.replyEnded();
        }
    }

    /**
     * Sends the head, after all head filters have seen it.
     *
     * @return whether a body is expected: if not, {@link #end} is all that may follow
     */
    public boolean send() {
        if (started) {
            throw new IllegalStateException("the head is sent already");
        }
        HeadFilter[] filters = exchange.plan().headFilters;
        for (int i = 0; i < filters.length; i++) {
            filters[i].apply(exchange);
        }
        started = true;
        sink.head(exchange);
        return !isBodiless();
    }

    /** Sends an answer that the answer follows, such as {@code 103 Early Hints}, if it is not too late for that. */
    public void interim(int code, HeaderList fields) {
        if (!started) {
            sink.interim(exchange, code, fields);
        }
    }

    /** See {@link BodyFilter#write(byte[], int, int)}. What has no place in the reply goes nowhere. */
    public boolean write(byte[] bytes, int offset, int length) {
        if (ended || isBodiless()) {
            return true;
        }
        return first.write(bytes, offset, length);
    }

    /** What is said in the protocol that status 101 has switched to: no filter has to do with it. */
    public boolean writeTunnel(byte[] bytes, int offset, int length) {
        return ended || sink.write(bytes, offset, length);
    }

    /** How many bytes the client takes now, as far as that is known; {@link Integer#MAX_VALUE} if it is not. */
    public int windowBytes() {
        return sink.windowBytes();
    }

    public boolean takesFiles() {
        return first.takesFiles();
    }

    /** See {@link BodyFilter#write(FileRegion)}. */
    public boolean write(FileRegion region) {
        if (ended || isBodiless()) {
            region.close();
            return true;
        }
        return first.write(region);
    }

    /** What filters held back goes on its way. */
    public boolean flush() {
        return ended || first.flush();
    }

    /** Whether the client takes less than it is given. */
    public boolean isCongested() {
        return sink.isCongested();
    }

    /** Whether nothing stands between the writer and the client's socket: bytes may then be moved by the kernel. */
    public boolean isDirect() {
        return first == sink;
    }

    public void end() {
        if (ended) {
            return;
        }
        if (isBodiless()) {
            ended = true;
            sink.end();
        } else {
            // A filter may write yet.
            first.end();
            ended = true;
        }
        if (heldEnds == 0) {
            exchange.replyEnded();
        } else {
            exchange.source(null);
        }
    }

    /** Head and body of one piece. */
    public void sendWhole(int code, String contentType, byte[] body) {
        sendWhole(code, contentType, body, body.length);
    }

    /** As {@link #sendWhole(int, String, byte[])}. */
    public void sendWhole(int code, String contentType, Output body) {
        sendWhole(code, contentType, body.bytes(), body.length());
    }

    private void sendWhole(int code, String contentType, byte[] body, int length) {
        status(code);
        if (contentType != null) {
            headers().set("Content-Type", contentType);
        }
        contentLength(length);
        if (send()) {
            write(body, 0, length);
        }
        end();
    }

    /** The sink has written body bytes, as they are before the framing. */
    public void counted(long bytes) {
        bodyBytes += bytes;
    }

    /** The sink has written that much, head and framing included. */
    public void sent(long bytes) {
        sentBytes += bytes;
    }

    /** All that was sent so far: nginx's {@code $bytes_sent}. */
    public long sentBytes() {
        return sentBytes;
    }

    /** Body bytes that were sent so far: nginx's {@code $body_bytes_sent}. */
    public long bodyBytes() {
        return bodyBytes;
    }

    void cancel() {
        if (!ended || heldEnds > 0) {
            ended = true;
            heldEnds = 0;
            first.cancel();
        }
    }
}
