package millrace.gateway.proxy;

import millrace.http.codec.Fields;
import millrace.http.codec.ResponseHead;
import millrace.http.h2.AnswerUser;

/** Takes an answer of HTTP/2 that nobody waits for, so that the peer can finish; then its connection is closed. */
final class Discard implements AnswerUser {
    private static final int MOST_HEAD_BYTES = 64 << 10;

    private final ResponseHead head = new ResponseHead();
    private final UpstreamConnection connection;

    Discard(UpstreamConnection connection) {
        this.connection = connection;
    }

    @Override
    public ResponseHead head() {
        head.reset(false);
        return head;
    }

    @Override
    public int mostHeadBytes() {
        return MOST_HEAD_BYTES;
    }

    @Override
    public void answer() { /* nobody waits for it */ }

    @Override
    public int data(byte[] b, int from, int to) {
        return to - from;
    }

    @Override
    public void ended(Fields trailers) {
        connection.drop();
    }

    @Override
    public void broken(int code) {
        connection.drop();
    }

    @Override
    public void writable() { /* all is written */ }

    @Override
    public void timeUp(long nowNanos) { /* the connection has a countdown */ }
}
