package millrace.gateway.exchange;

/** Stands between a reply's head and the client, as a body filter does between its body and the client. */
public interface HeadGate {
    /**
     * The head as it is to be sent, valid during the call only: it goes on by {@link ReplySink#writeHead}, at once or later,
     * but before the body.
     */
    void head(ReplySink sink, byte[] bytes, int offset, int length);
}
