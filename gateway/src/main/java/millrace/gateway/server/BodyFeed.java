package millrace.gateway.server;

import millrace.gateway.exchange.BodyReader;
import millrace.gateway.exchange.Exchange;
import millrace.http.codec.BodyDecoder;
import millrace.http.codec.Limits;
import millrace.http.codec.RequestHead;

/**
 * Takes a request's body off its connection, out of its framing: to the exchange's {@link BodyReader}, or into nothing
 * once the reply has ended. Used again for other requests.
 */
final class BodyFeed {
    static final int BROKEN = -1;

    /** A longer rest of a body that nobody wants costs the connection. */
    private static final long MOST_DISCARDED = 1 << 20;

    private static final Limits LIMITS = Limits.DEFAULT.withBodyBytes(Long.MAX_VALUE);

    private final BodyDecoder decoder = new BodyDecoder();
    private final BodyDecoder preview = new BodyDecoder();
    private final BodyPieces pieces = new BodyPieces();
    private Exchange exchange;
    private boolean continueOwed;
    private boolean waits;
    private boolean told;

    void begin(Exchange forExchange) {
        RequestHead head = forExchange.ownHead();
        exchange = forExchange;
        decoder.begin(head, LIMITS);
        continueOwed = head.expectContinue();
        pieces.clear();
        waits = false;
        told = false;
    }

    boolean isComplete() {
        return decoder.isComplete();
    }

    /** Whether what is left of it is known to be too much to be thrown away. */
    boolean isLong() {
        return continueOwed || decoder.remaining() > MOST_DISCARDED;
    }

    /** Whether {@code 100 Continue} is to be sent now that the body is asked for; says so once. */
    boolean takeContinueOwed() {
        boolean owed = continueOwed;
        continueOwed = false;
        return owed;
    }

    /** The reader can take more. */
    void resumed() {
        waits = !pieces.offer(exchange);
    }

    /** Whether the client owes bytes that somebody waits for. */
    boolean isAwaited(Exchange x) {
        return x.bodyReader() != null && !waits && !decoder.isComplete();
    }

    /** Whether what has come of the body together with its head is right, so far as can be seen; nothing is taken. */
    boolean looksRight(byte[] b, int from, int limit) {
        if (exchange.ownHead().contentLength() != RequestHead.CHUNKED) {
            return true;
        }
        preview.begin(RequestHead.CHUNKED, LIMITS);
        int p = from;
        while (p < limit && !preview.isComplete()) {
            p = preview.advance(b, p, limit);
            if (p == BodyDecoder.REFUSED) {
                return false;
            }
            int size = (int) Math.min(limit - p, preview.remaining());
            if (size > 0) {
                preview.take(size);
                p += size;
            }
        }
        return true;
    }

    /**
     * Bytes that arrive together are offered together, whatever chunks they came in.
     *
     * @param discard nobody wants them any more
     * @return how many bytes were used, or {@link #BROKEN} when they are not what a body looks like
     */
    int read(byte[] b, int from, int limit, boolean discard) {
        continueOwed = false;
        if (discard) {
            pieces.clear();
        } else if (!pieces.offer(exchange)) {
            return 0;
        }
        int p = from;
        while (true) {
            int at = decoder.advance(b, p, limit);
            if (at == BodyDecoder.REFUSED) {
                return BROKEN;
            }
            p = at;
            int size = (int) Math.min(limit - p, decoder.remaining());
            if (size == 0) {
                if (!discard && pieces.offer(exchange)) {
                    tellEnd();
                }
                waits = !pieces.isEmpty();
                return p - from;
            }
            int used = discard ? size : take(b, p, size, limit);
            decoder.take(used);
            p += used;
            if (used < size) {
                waits = true;
                return p - from;
            }
        }
    }

    /**
     * What is all that has come, or all of the body, goes to the reader from where it is; pieces are put together first.
     * So is what has come before anybody reads: whoever asks for it then has it at once, and can pass it on together with
     * a head. Nothing more is taken until then.
     */
    private int take(byte[] b, int p, int size, int limit) {
        boolean whole = p + size == limit || exchange.ownHead().contentLength() != RequestHead.CHUNKED;
        BodyReader reader = exchange.bodyReader();
        if (!whole || !pieces.isEmpty() || reader == null) {
            pieces.add(b, p, size);
            return size;
        }
        return reader.onBody(exchange, b, p, size);
    }

    /** Tells who reads that the body is complete, if it is; once. */
    boolean tellEnd() {
        BodyReader reader = exchange.bodyReader();
        if (told || reader == null || !decoder.isComplete() || !pieces.isEmpty()) {
            return false;
        }
        told = true;
        reader.onBodyEnd(exchange);
        return true;
    }

    /** Tells who reads that no more will come; whether there is anybody. */
    boolean tellBroken(int status) {
        BodyReader reader = exchange.bodyReader();
        if (told || reader == null) {
            return false;
        }
        told = true;
        reader.onBodyBroken(exchange, status, null);
        return true;
    }
}
