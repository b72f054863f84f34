package millrace.bench.client;

/** What can go wrong. Each request that fails is counted under one of these, once. */
public enum ErrorKind {
    /** No connection could be made: refused, unreachable, or not in time. */
    CONNECT("connect"),
    /** The connection was closed or reset before the answer was complete. */
    RESET("reset"),
    /** No complete answer in time. */
    TIMEOUT("timeout"),
    /** What came is no HTTP answer. */
    MALFORMED("malformed"),
    /** Bytes came while no request was under way, such as a second answer. Counts connections, which end with it. */
    UNASKED("unasked"),
    /** A complete answer with a status other than 2xx. */
    STATUS("status"),
    /** A complete answer that is not the expected one. */
    CHECK("check");

    private final String word;

    ErrorKind(String word) {
        this.word = word;
    }

    /** Whether it is a request that fails so, and not only a connection. */
    public boolean isOfRequest() {
        return this != CONNECT && this != UNASKED;
    }

    /** As it is written in reports. */
    public String word() {
        return word;
    }
}
