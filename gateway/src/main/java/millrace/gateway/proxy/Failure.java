package millrace.gateway.proxy;

import java.util.Locale;
import millrace.gateway.balance.Outcome;

/**
 * How an attempt at an upstream can fail: on which side, what the client is told when no other peer is tried, which
 * condition of {@code proxy_next_upstream} it falls under, and whether it is worth another attempt at all.
 */
enum Failure {
    CONNECT_REFUSED(Side.UPSTREAM, Retry.ALWAYS, Condition.ERROR, 502),
    CONNECT_TIMED_OUT(Side.UPSTREAM, Retry.ALWAYS, Condition.TIMEOUT, 504),
    HANDSHAKE_FAILED(Side.UPSTREAM, Retry.ALWAYS, Condition.ERROR, 502),
    /** No answer to a name, or none in time. */
    NAME_NOT_RESOLVED(Side.GATEWAY, Retry.NEVER, 0, 502),
    /** None of the group's peers can be taken. */
    NO_LIVE_PEERS(Side.UPSTREAM, Retry.NEVER, Condition.ERROR, 502),
    SEND_FAILED(Side.UPSTREAM, Retry.IF_IDEMPOTENT, Condition.ERROR, 502),
    SEND_TIMED_OUT(Side.UPSTREAM, Retry.IF_IDEMPOTENT, Condition.TIMEOUT, 504),
    /** The peer has closed a connection that was kept, without a byte: it may not even have seen the request. */
    KEPT_CONNECTION_CLOSED(Side.UPSTREAM, Retry.ON_FRESH_CONNECTION, Condition.ERROR, 502),
    /** The peer has said that it has not acted on the request: it refused the stream, or is leaving (RFC 9113 section 8.7). */
    NOT_PROCESSED(Side.UPSTREAM, Retry.UNPROCESSED, Condition.ERROR, 502),
    CLOSED_BEFORE_HEADER(Side.UPSTREAM, Retry.IF_IDEMPOTENT, Condition.ERROR, 502),
    RESET_BEFORE_HEADER(Side.UPSTREAM, Retry.IF_IDEMPOTENT, Condition.ERROR, 502),
    HEADER_TIMED_OUT(Side.UPSTREAM, Retry.IF_IDEMPOTENT, Condition.TIMEOUT, 504),
    INVALID_HEADER(Side.UPSTREAM, Retry.IF_IDEMPOTENT, Condition.INVALID_HEADER, 502),
    HEADER_TOO_BIG(Side.UPSTREAM, Retry.IF_IDEMPOTENT, Condition.INVALID_HEADER, 502),
    /** It has answered, with a status that {@code proxy_next_upstream} names; the status is the answer's own. */
    BAD_STATUS(Side.UPSTREAM, Retry.IF_IDEMPOTENT, 0, 502),

    // The client has seen the beginning of the answer: nothing can be tried again.
    CLOSED_IN_BODY(Side.UPSTREAM, Retry.NEVER, 0, 502),
    BODY_TIMED_OUT(Side.UPSTREAM, Retry.NEVER, 0, 504),
    INVALID_BODY(Side.UPSTREAM, Retry.NEVER, 0, 502),

    CLIENT_GONE(Side.DOWNSTREAM, Retry.NEVER, 0, 499),
    CLIENT_BODY_BROKEN(Side.DOWNSTREAM, Retry.NEVER, 0, 400),
    /** The gateway itself: a file that cannot be written, a regular expression that gave up. */
    INTERNAL(Side.GATEWAY, Retry.NEVER, 0, 500);

    /** Who is at fault. */
    enum Side { UPSTREAM, DOWNSTREAM, GATEWAY }

    /** Whether it is worth another attempt. */
    enum Retry {
        /** The request has not been sent. */
        ALWAYS,
        /** The request may have been acted on. */
        IF_IDEMPOTENT,
        /** Whatever the method, as the request has had no effect. */
        UNPROCESSED,
        /** At once, and without counting as a try. */
        ON_FRESH_CONNECTION,
        NEVER
    }

    final Side side;
    final Retry retry;

    /** A bit of {@link Condition}, or 0. */
    final int condition;

    final int status;

    private final String words;

    Failure(Side side, Retry retry, int condition, int status) {
        this.side = side;
        this.retry = retry;
        this.condition = condition;
        this.status = status;
        this.words = (name() + " " + side + " " + retry).toLowerCase(Locale.ROOT);
    }

    /** What it says of the peer. */
    Outcome outcome() {
        return retry == Retry.ON_FRESH_CONNECTION || retry == Retry.UNPROCESSED ? Outcome.PASSED_ON
                : side == Side.UPSTREAM ? Outcome.FAILED : Outcome.SUCCEEDED;
    }

    /** Kind, side and verdict, as {@code $upstream_failure} shows them. */
    String words() {
        return words;
    }
}
