package millrace.http.h2;

import java.util.concurrent.TimeUnit;

/**
 * What one connection may ask of a server.
 *
 * @param streams how many requests at once (SETTINGS_MAX_CONCURRENT_STREAMS)
 * @param streamWindowBytes how much of a body arrives that nobody has asked for yet
 * @param connectionWindowBytes the same for all streams together
 * @param blockBytes a field block before it is decoded
 * @param tunnels whether CONNECT may ask for a protocol to speak through a stream (RFC 8441)
 * @param readingNanos what a client that has got all its answers may take to read them, before the connection ends
 */
public record Http2Limits(
        int streams, int streamWindowBytes, int connectionWindowBytes, int blockBytes, boolean tunnels, long readingNanos) {
    public static final Http2Limits DEFAULT = new Http2Limits(128, 64 << 10, 1 << 20, 64 << 10, false);

    /** What a connection's window is before anything is said (RFC 9113 section 6.9.2). */
    static final int FIRST_WINDOW = 65_535;

    /** Clients may throw away what they have not read when the connection ends: they shall end it, or have had time. */
    private static final long READING_NANOS = TimeUnit.SECONDS.toNanos(3);

    public Http2Limits {
        if (streams < 1 || streamWindowBytes < 1 || connectionWindowBytes < FIRST_WINDOW || blockBytes < 1) {
            throw new IllegalArgumentException("a limit is too small to let any request through");
        }
    }

    public Http2Limits(int streams, int streamWindowBytes, int connectionWindowBytes, int blockBytes, boolean tunnels) {
        this(streams, streamWindowBytes, connectionWindowBytes, blockBytes, tunnels, READING_NANOS);
    }

    public Http2Limits withStreams(int number) {
        return new Http2Limits(number, streamWindowBytes, connectionWindowBytes, blockBytes, tunnels, readingNanos);
    }

    public Http2Limits withTunnels(boolean offered) {
        return new Http2Limits(streams, streamWindowBytes, connectionWindowBytes, blockBytes, offered, readingNanos);
    }

    /** With no more time than that; it may be less already. */
    public Http2Limits withReadingAtMost(long nanos) {
        return new Http2Limits(streams, streamWindowBytes, connectionWindowBytes, blockBytes, tunnels,
                Math.min(readingNanos, nanos));
    }
}
