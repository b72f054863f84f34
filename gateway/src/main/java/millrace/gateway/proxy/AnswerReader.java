package millrace.gateway.proxy;

import millrace.http.codec.BodyDecoder;
import millrace.http.codec.Fields;
import millrace.http.codec.Limits;
import millrace.http.codec.Refusal;
import millrace.http.codec.ResponseHead;
import millrace.http.codec.ResponseParser;

/**
 * Takes an upstream's bytes apart: heads, body without its framing, the end. Used again for the next answer.
 *
 * <pre>
 *   begin ──▶ HEAD ──interim──▶ HEAD ──head──▶ BODY ──▶ complete
 *               └─ garbage              └─ garbage, or the upstream ends too early
 * </pre>
 */
final class AnswerReader {
    /** The loop keeps no more than this for a handler that waits for the rest of a head. */
    private static final int MOST_HEAD_BYTES = 64 * 1024;

    private static final Limits LIMITS = Limits.DEFAULT.withBodyBytes(Long.MAX_VALUE).withFields(32 << 10, 1000);

    private enum State { HEAD, BODY, OVER, HANDED_OVER }

    private final AnswerHandler handler;
    private final ResponseHead head = new ResponseHead();
    private final BodyDecoder decoder = new BodyDecoder();
    private ResponseParser parser = new ResponseParser(4096);
    private long parserBytes = 4096;
    private State state = State.OVER;
    private boolean bodiless;
    private boolean untilClose;
    private boolean full;

    /** Counts answers: what a handler does about one may lead to the next. */
    private int answers;

    AnswerReader(AnswerHandler handler) {
        this.handler = handler;
    }

    /**
     * @param headBytes the longest head
     * @param toHead whether HEAD was asked
     */
    void begin(long headBytes, boolean toHead) {
        if (headBytes != parserBytes) {
            parserBytes = headBytes;
            parser = new ResponseParser((int) Math.min(MOST_HEAD_BYTES, headBytes));
        }
        bodiless = toHead;
        head.reset(toHead);
        state = State.HEAD;
        full = false;
        answers++;
    }

    /** Nothing more is read, whatever comes. */
    void stop() {
        state = State.OVER;
    }

    /** What follows the head is not of this protocol, and somebody else's. */
    void handOver() {
        state = State.HANDED_OVER;
    }

    /** Of the answer that was read last. */
    ResponseHead head() {
        return head;
    }

    Fields trailers() {
        return decoder.trailers();
    }

    /** Whether a body that was too much is waited for: reading has to be paused. */
    boolean isFull() {
        return full && state == State.BODY;
    }

    /** There is room for more of the body. */
    void room() {
        full = false;
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

    /** How many bytes were used. */
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

    /** Whether the end of the connection is the end of the answer, too. */
    boolean endsWithConnection() {
        return state == State.BODY && untilClose;
    }

    boolean isBeforeHead() {
        return state == State.HEAD;
    }

    private void garbage(Refusal refusal) {
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
