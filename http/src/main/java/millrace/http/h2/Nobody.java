package millrace.http.h2;

import millrace.http.codec.Fields;

/** Who answers when everybody has gone: takes what comes, and throws it away. */
final class Nobody implements StreamUser {
    static final StreamUser NOBODY = new Nobody();

    private Nobody() {}

    @Override
    public int data(byte[] b, int from, int to) {
        return to - from;
    }

    @Override
    public void ended(Fields trailers) { /* nobody cares */ }

    @Override
    public void writable() { /* nothing is left to write */ }

    @Override
    public void broken(int code) { /* nobody cares */ }

    @Override
    public void timeUp(long nowNanos) { /* the session sees to that itself */ }
}
