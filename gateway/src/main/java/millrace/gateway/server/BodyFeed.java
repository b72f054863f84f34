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

    private final BodyDecoder decoder = new BodyDecoder();
    private Exchange exchange;
    private boolean continueOwed;
    private boolean waits;
    private boolean told;

    void begin(Exchange forExchange) {
        RequestHead head = forExchange.ownHead();
        exchange = forExchange;
        decoder.begin(head, Limits.DEFAULT.withBodyBytes(Long.MAX_VALUE));
        continueOwed = head.expectContinue();
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
        waits = false;
    }

    /** Whether the client owes bytes that somebody waits for. */
    boolean isAwaited(Exchange x) {
        return x.bodyReader() != null && !waits && !decoder.isComplete();
    }

    /**
     * @param discard nobody wants them any more
     * @return how many bytes were used, or {@link #BROKEN} when they are not what a body looks like
     */
    int read(byte[] b, int from, int limit, boolean discard) {
        int p = from;
        continueOwed = false;
        while (true) {
            int at = decoder.advance(b, p, limit);
            if (at == BodyDecoder.REFUSED) {
                return BROKEN;
            }
            p = at;
            if (decoder.isComplete()) {
                if (!discard) {
                    tellEnd();
                }
                return p - from;
            }
            int size = (int) Math.min(limit - p, decoder.remaining());
            if (size == 0) {
                return p - from;
            }
            int used = discard ? size : offer(b, p, size);
            decoder.take(used);
            p += used;
            if (used < size) {
                waits = true;
                return p - from;
            }
        }
    }

    private int offer(byte[] b, int p, int size) {
        BodyReader reader = exchange.bodyReader();
        return reader == null ? 0 : reader.onBody(exchange, b, p, size);
    }

    /** Tells who reads that the body is complete, if it is; once. */
    boolean tellEnd() {
        BodyReader reader = exchange.bodyReader();
        if (told || reader == null || !decoder.isComplete()) {
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
