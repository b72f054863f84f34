package millrace.http;

import millrace.http.codec.BodyDecoder;
import millrace.http.codec.Limits;
import millrace.http.codec.RequestHead;

/** Takes a request's body off its connection: to whoever asks for it, or into nothing once the response has ended. */
final class BodyIntake {
    static final int REFUSED = BodyDecoder.REFUSED;

    /** So much of a body that nobody wants is read, to keep the connection; a longer one costs the connection. */
    private static final long MOST_DISCARDED = 256 * 1024;

    private final BodyDecoder decoder = new BodyDecoder();
    private RequestBody publisher;
    private Throwable failure;
    private boolean continueOwed;
    private long mostBytes;
    private long arrivedBytes;
    private long discardedBytes;

    void begin(RequestHead head, Limits limits) {
        decoder.begin(head, limits);
        publisher = null;
        failure = null;
        continueOwed = head.expectContinue() && !decoder.isComplete();
        mostBytes = Long.MAX_VALUE;
        arrivedBytes = 0;
        discardedBytes = 0;
    }

    /** Where a body whose length is not known beforehand ends with an error; of several limits the smallest counts. */
    void atMost(long bytes) {
        mostBytes = Math.min(mostBytes, bytes);
    }

    static HttpException tooLong(long mostBytes) {
        return new HttpException(413, "the body must have at most " + mostBytes + " bytes");
    }

    BodyDecoder decoder() {
        return decoder;
    }

    RequestBody publisher(Carrier connection) {
        if (publisher == null) {
            publisher = new RequestBody(connection, decoder.isComplete(), failure);
        }
        return publisher;
    }

    boolean isComplete() {
        return decoder.isComplete();
    }

    long arrivedBytes() {
        return arrivedBytes;
    }

    boolean isWanted(Response response) {
        return response.isEnded() || publisher != null && publisher.isWanted();
    }

    /** Whether a body that nobody wants has been read for long enough. */
    boolean isTooMuch() {
        return discardedBytes > MOST_DISCARDED;
    }

    /**
     * Whether the connection cannot be kept, as far as one can tell when the response begins: a client that waits for 100
     * may still send its body or not, and what is long and nobody reads would have to be thrown away first.
     */
    boolean isInTheWay(RequestHead head) {
        return !decoder.isComplete() && (continueOwed || unwantedBytes(head) > MOST_DISCARDED);
    }

    /** A chunk may be wanted by who answers first and reads afterwards: it counts only once somebody has given up. */
    private long unwantedBytes(RequestHead head) {
        if (publisher == null) {
            return head.contentLength();
        }
        return publisher.isCancelled() ? decoder.remaining() : 0;
    }

    /** Whether 100 is to be sent now that the body is asked for; says so once. */
    boolean takeContinueOwed() {
        boolean owed = continueOwed;
        continueOwed = false;
        return owed;
    }

    /** Reads until the body's end, the limit, or a byte that nobody wants; answers where that is, or {@link #REFUSED}. */
    int read(byte[] b, int from, int limit, Response response) {
        continueOwed = false;
        int p = from;
        while (true) {
            p = decoder.advance(b, p, limit);
            if (p == REFUSED) {
                return REFUSED;
            }
            int run = (int) Math.min(decoder.remaining(), limit - p);
            if (run == 0 || isTooMuch() || !isWanted(response)) {
                return p;
            }
            decoder.take(run);
            arrivedBytes += run;
            passOn(b, p, p + run, response);
            p += run;
        }
    }

    private void passOn(byte[] b, int from, int to, Response response) {
        if (response.isEnded() || publisher == null) {
            discardedBytes += to - from;
            return;
        }
        try {
            if (arrivedBytes > mostBytes) {
                fail(tooLong(mostBytes));
            } else {
                publisher.deliver(b, from, to);
            }
        } catch (RuntimeException e) {
            response.fail(e);
        }
    }

    void complete(Response response) {
        if (publisher == null) {
            return;
        }
        try {
            publisher.complete();
        } catch (RuntimeException e) {
            response.fail(e);
        }
    }

    /** The body will not come to its end; who asks for it later is told too. */
    void fail(Throwable why) {
        if (failure == null && !decoder.isComplete()) {
            failure = why;
        }
        if (publisher != null) {
            publisher.fail(why);
        }
    }
}
