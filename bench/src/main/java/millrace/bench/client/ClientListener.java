package millrace.bench.client;

/** What a client tells. All calls come from the loop's thread. */
public interface ClientListener {
    /** There is room for requests: a connection has been made, or takes more again. */
    void ready(Client client);

    /**
     * An answer is complete. There is room again.
     *
     * @param fromNanos what was given to {@link Client#send}
     * @param asExpected whether the body is the expected one; true when none is expected
     */
    void answered(Client client, long fromNanos, long nowNanos, int status, boolean asExpected);

    /**
     * Requests have failed: they will have no answer. {@link #ready} is told when there is room again.
     *
     * @param requests how many; of a kind that is not {@linkplain ErrorKind#isOfRequest of requests}, how often
     */
    void failed(Client client, ErrorKind kind, int requests, String why);

    /**
     * A request was sent behind one whose answer, or failure, has ended the connection: the server has not looked at
     * it, and it may be sent again. So it is with one that the server has refused to look at.
     *
     * @param fromNanos what was given to {@link Client#send}
     */
    void discarded(Client client, long fromNanos);

    /** Bytes of answers have arrived. */
    void received(int bytes);
}
