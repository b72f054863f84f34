package millrace.bench.client;

/**
 * What all clients of a run have in common. Immutable; any thread.
 *
 * @param pipelining how many requests may be under way on a connection; in HTTP/2 these are streams
 * @param timeoutNanos how long a connection, and each answer, may take
 * @param requestsPerConnection after so many a new connection is made; {@link Long#MAX_VALUE}: never
 * @param requestsPerClient a client sends no more than so many, over all its connections; {@link Long#MAX_VALUE}: any
 * @param expectedBody what each answer's body must be, or {@code null}
 * @param tls how an encrypted target is spoken to; else {@code null}
 * @param protocol what is spoken
 * @param opening what a WebSocket is opened with; else {@code null}
 */
public record ClientOptions(
        Target target,
        int pipelining,
        long timeoutNanos,
        long requestsPerConnection,
        long requestsPerClient,
        byte[] expectedBody,
        TlsSettings tls,
        Protocol protocol,
        RequestBytes opening) {
    public ClientOptions {
        if (pipelining < 1 || timeoutNanos < 1 || requestsPerConnection < 1 || requestsPerClient < 1) {
            throw new IllegalArgumentException(
                    "pipelining, timeout, and requests per connection and client are at least 1");
        }
        if (target.secure() != (tls != null)) {
            throw new IllegalArgumentException("TLS is for https:// and wss:// URLs, and only for those");
        }
        if ((protocol == Protocol.WEBSOCKET) != (opening != null)) {
            throw new IllegalArgumentException("WebSockets are opened by a request, and only they are");
        }
    }
}
