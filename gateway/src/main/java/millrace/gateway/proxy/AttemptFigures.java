package millrace.gateway.proxy;

/** What became of one attempt, for the variables. One object, so that a request touches few lines of the cache for it. */
final class AttemptFigures {
    /** A time that is not known, since it did not come so far. */
    static final long NONE = -1;

    /** Who was tried, or the group where no peer was found. */
    String name;

    int status;

    /** Whether an internal redirect lies before it. */
    boolean apart;

    Failure failure;
    long connectNanos;
    long headerNanos;
    long responseNanos;
    long bodyBytes;
    long sentBytes;
    long receivedBytes;
    private long beganNanos;

    void begin(String tried, boolean afterRedirect, long nowNanos) {
        name = tried;
        status = 0;
        apart = afterRedirect;
        failure = null;
        connectNanos = NONE;
        headerNanos = NONE;
        responseNanos = NONE;
        bodyBytes = 0;
        sentBytes = 0;
        receivedBytes = 0;
        beganNanos = nowNanos;
    }

    long since(long nowNanos) {
        return nowNanos - beganNanos;
    }

    boolean hasHead() {
        return headerNanos != NONE;
    }

    boolean isOver() {
        return responseNanos != NONE;
    }
}
