package millrace.gateway.proxy;

import java.io.IOException;
import millrace.gateway.body.RequestBody;
import millrace.http.codec.Fields;
import millrace.http.codec.Refusal;
import millrace.http.codec.ResponseHead;

/**
 * A request and its answer on a connection to a peer, in the words of one protocol. What is the same in all of them, such
 * as retries, time-outs and figures, does not look behind this door. Used again for the next attempt; for the loop's own
 * thread only.
 *
 * <pre>
 *   begin ──▶ HEAD ──interim──▶ HEAD ──head──▶ BODY ──▶ complete
 *               └─ garbage              └─ garbage, or the upstream ends too early
 * </pre>
 */
abstract class PeerExchange {
    enum State { HEAD, BODY, OVER, HANDED_OVER }

    final AnswerHandler handler;
    final ResponseHead head = new ResponseHead();
    State state = State.OVER;
    boolean bodiless;
    boolean full;

    /** Counts answers: what a handler does about one may lead to the next. */
    int answers;

    PeerExchange(AnswerHandler handler) {
        this.handler = handler;
    }

    /** @param toHead whether HEAD is asked */
    void begin(ProxySettings settings, boolean toHead) {
        bodiless = toHead;
        head.reset(toHead);
        state = State.HEAD;
        full = false;
        answers++;
    }

    // --- The request ---

    /**
     * Sends the request's head.
     *
     * @param bodyLength as of {@link BodySender#length}
     * @return how many bytes it has
     */
    abstract int ask(UpstreamRequest request, UpstreamConnection to, long bodyLength);

    /** Sends a part of the body; whether the peer takes more. */
    abstract boolean write(byte[] b, int from, int count);

    /** Sends a body that was read whole; whether the peer takes all of it at once. */
    abstract boolean write(RequestBody whole) throws IOException;

    /** The peer takes more: whether nothing waits any longer. */
    abstract boolean writeMore() throws IOException;

    /** Whether a body that was read whole has not gone to the connection to its end, and so must stay. */
    abstract boolean isBehind();

    /** A body that was passed on as it came has ended. */
    abstract void endBody();

    // --- The answer ---

    /** Whether a body that was too much is waited for. */
    final boolean isFull() {
        return full && state == State.BODY;
    }

    /** There is room for more of the body. */
    abstract void room(UpstreamConnection of);

    /** Of the answer that was read last. */
    public ResponseHead head() {
        return head;
    }

    abstract Fields trailers();

    /** Whether fields may follow the body. */
    abstract boolean mayTrail();

    final boolean isBeforeHead() {
        return state == State.HEAD;
    }

    /** Whether the end of the connection is the end of the answer, too. */
    abstract boolean endsWithConnection();

    /** Whether the whole answer has arrived, although not all of it could be passed on. */
    abstract boolean hasAll();

    /** Nobody waits for the answer, but the peer shall finish; the connection is not given back. */
    abstract void drain(UpstreamConnection of, long readNanos);

    /** Whether another request may follow on the connection, after an answer that is complete. */
    abstract boolean leavesReusable(ProxySettings settings, boolean bodyComplete);

    /** Whether another request may follow on the connection although nobody waits for this one's end. */
    abstract boolean canBeCutShort();

    /** Nothing more is sent or read, whatever comes. */
    void stop() {
        state = State.OVER;
    }

    final void garbage(Refusal refusal) {
        state = State.OVER;
        switch (refusal) {
            case FIELDS_TOO_LONG -> handler.onGarbage(Failure.HEADER_TOO_BIG, "upstream sent too big header");
            case BAD_STATUS_LINE ->
                handler.onGarbage(Failure.INVALID_HEADER, "upstream sent no valid HTTP/1.0 header");
            case TWO_CONTENT_LENGTHS ->
                handler.onGarbage(Failure.INVALID_HEADER, "upstream sent duplicate header line: \"Content-Length\"");
            case BAD_CONTENT_LENGTH ->
                handler.onGarbage(Failure.INVALID_HEADER, "upstream sent invalid \"Content-Length\" header");
            case LENGTH_AND_CHUNKED -> handler.onGarbage(Failure.INVALID_HEADER,
                    "upstream sent \"Content-Length\" and \"Transfer-Encoding\" headers at the same time");
            case UNKNOWN_TRANSFER_ENCODING, BAD_TRANSFER_ENCODING ->
                handler.onGarbage(Failure.INVALID_HEADER, "upstream sent unknown \"Transfer-Encoding\"");
            default ->
                handler.onGarbage(Failure.INVALID_HEADER, "upstream sent invalid header: " + refusal.reason());
        }
    }
}
