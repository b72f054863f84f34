package millrace.bench.client;

/** A request of HTTP/2 that is under way, and what has come of its answer. Used again and again. The loop's thread. */
final class Http2Stream {
    /** 0: none is under way here. */
    int id;

    long fromNanos;
    long sentNanos;
    boolean ofHead;

    /** What is yet to be sent, from {@link #bodyAt} on; {@code null} when all has been. */
    byte[] body;

    int bodyAt;
    /** How much of it the server takes. */
    long window;

    /** Of the answer; 0 before its head has come. */
    int status;
    /** Bytes of the answer's body, and how many there are to be. */
    long received;
    long expected;
    /** What came since the server was last told that there is room. */
    int unacknowledged;

    final BodyCheck check;

    Http2Stream(byte[] expectedBody) {
        check = expectedBody == null ? null : new BodyCheck(expectedBody);
    }

    boolean isAsExpected() {
        return check == null || check.matched();
    }
}
