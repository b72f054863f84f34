package millrace.bench.client;

/**
 * How often in a row a server has not looked at what it was asked. Once in a while it is busy, or leaves; one that does nothing
 * else is broken. The loop's thread.
 */
final class Http2Refusals {
    private static final int MOST_STREAMS = 1000;
    private static final int MOST_CONNECTIONS = 10;

    private int streams;
    private int connections;

    /** It answers. */
    void over() {
        streams = 0;
        connections = 0;
    }

    /** It has refused a stream: whether that may still be chance. */
    boolean takesStream() {
        return ++streams <= MOST_STREAMS;
    }

    /** It has left a connection on which it has answered nothing: whether that may still be chance. */
    boolean takesConnection(int code) {
        return code == Http2Frames.NO_ERROR && ++connections <= MOST_CONNECTIONS;
    }
}
