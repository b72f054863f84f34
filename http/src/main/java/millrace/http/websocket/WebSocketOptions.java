package millrace.http.websocket;

import java.time.Duration;

/**
 * How a connection is kept.
 *
 * @param messageBytes how long a message may be that comes, after decompression; a longer one ends with 1009
 * @param frameBytes the same for a frame, before decompression
 * @param pingEvery how long nothing may have come before a ping asks whether somebody is there; zero: no pings
 * @param unansweredPings how many in a row may stay without an answer of any kind before the connection is given up
 * @param closeTime how long the other side may take to answer a close, and to end the connection
 * @param compression what is offered, or taken, of permessage-deflate; {@code null}: nothing
 */
public record WebSocketOptions(long messageBytes, long frameBytes, Duration pingEvery, int unansweredPings,
        Duration closeTime, Compression compression) {
    public static final WebSocketOptions DEFAULT = new WebSocketOptions(
            1 << 20, 1 << 20, Duration.ofSeconds(30), 2, Duration.ofSeconds(10), Compression.DEFAULT);

    public WebSocketOptions {
        if (messageBytes < 0 || frameBytes < 0 || pingEvery.isNegative() || unansweredPings < 1
                || closeTime.isNegative() || closeTime.isZero()) {
            throw new IllegalArgumentException("a limit is too small to let any message through");
        }
    }

    public WebSocketOptions withMessageBytes(long most) {
        return new WebSocketOptions(most, frameBytes, pingEvery, unansweredPings, closeTime, compression);
    }

    public WebSocketOptions withFrameBytes(long most) {
        return new WebSocketOptions(messageBytes, most, pingEvery, unansweredPings, closeTime, compression);
    }

    /** Zero: no pings; {@code unanswered} pings in a row may stay without an answer. */
    public WebSocketOptions withPings(Duration every, int unanswered) {
        return new WebSocketOptions(messageBytes, frameBytes, every, unanswered, closeTime, compression);
    }

    public WebSocketOptions withCloseTime(Duration longest) {
        return new WebSocketOptions(messageBytes, frameBytes, pingEvery, unansweredPings, longest, compression);
    }

    /** {@code null}: messages are not compressed, whatever the other side offers. */
    public WebSocketOptions withCompression(Compression how) {
        return new WebSocketOptions(messageBytes, frameBytes, pingEvery, unansweredPings, closeTime, how);
    }

    /**
     * How messages are compressed (RFC 7692).
     *
     * @param level from 1, fast, to 9, small
     * @param leastBytes shorter messages are sent as they are
     * @param sendsWithContext whether a message may refer to those sent before it: smaller, but about 256 KiB of memory for
     *     each connection; without it, all connections of a loop share one compressor
     * @param receivesWithContext the same for what comes: about 40 KiB for each connection
     */
    public record Compression(int level, int leastBytes, boolean sendsWithContext, boolean receivesWithContext) {
        public static final Compression DEFAULT = new Compression(3, 64, false, false);

        public Compression {
            if (level < 1 || level > 9 || leastBytes < 0) {
                throw new IllegalArgumentException("a level is from 1 to 9, and no message is shorter than 0 bytes");
            }
        }

        public Compression withContext(boolean sends, boolean receives) {
            return new Compression(level, leastBytes, sends, receives);
        }

        public Compression withLevel(int of9) {
            return new Compression(of9, leastBytes, sendsWithContext, receivesWithContext);
        }
    }
}
