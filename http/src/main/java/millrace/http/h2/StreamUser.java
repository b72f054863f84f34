package millrace.http.h2;

import millrace.http.codec.Fields;

/** Who answers one request. On the loop's thread. */
public interface StreamUser {
    /** At a server's end: the request's head is complete; when it has a refusal, that is the answer. */
    default void request() {}

    /**
     * A part of the request's body. What is not taken is kept, and offered again after {@link Http2Stream#goOn}; the
     * client is slowed down meanwhile.
     *
     * @return how many of the bytes have been taken
     */
    int data(byte[] b, int from, int to);

    /** The request has ended, its body with all its bytes. */
    void ended(Fields trailers);

    /** After a write that answered false: there is room again. */
    void writable();

    /** The connection is to end in order: an answer that would go on for long may come to its end. */
    default void leaving() {}

    /** The stream ends before its time; what is written goes nowhere. Not called when the user has reset it. */
    void broken(int code);

    /**
     * The end of the answer has gone to the connection: called from within the call that has written it, or later when flow
     * control has held it back.
     */
    default void sent() {}

    /**
     * How long the client may take nothing of the answer.
     *
     * @param usual what is usual for its connection
     */
    default long patienceNanos(long usual) {
        return usual;
    }

    /**
     * What the client has sent is malformed: its head, before {@link #request}, or its body.
     *
     * @return whether it is answered all the same; then the stream is reset behind the answer, else at once
     */
    default boolean malformed() {
        return false;
    }

    /** Called now and then, as long as the stream is open: is something overdue? */
    void timeUp(long nowNanos);
}
