package millrace.gateway.stream;

/** What became of one attempt at a peer, for the variables. */
final class Attempt {
    static final long NONE = -1;

    final String peer;
    private final long beganNanos;
    long connectNanos = NONE;
    long firstByteNanos = NONE;
    long sessionNanos = NONE;
    long sentBytes;
    long receivedBytes;

    /** @param peer its address, or the group where none could be had */
    Attempt(String peer, long nowNanos) {
        this.peer = peer;
        this.beganNanos = nowNanos;
    }

    long since(long nowNanos) {
        return nowNanos - beganNanos;
    }
}
