package millrace.bench.client;

/**
 * What all clients of a run have in common. Immutable; any thread.
 *
 * @param pipelining how many requests may be under way on a connection
 * @param timeoutNanos how long a connection, and each answer, may take
 * @param requestsPerConnection after so many a new connection is made; {@link Long#MAX_VALUE}: never
 * @param expectedBody what each answer's body must be, or {@code null}
 */
public record ClientOptions(
        Target target, int pipelining, long timeoutNanos, long requestsPerConnection, byte[] expectedBody) {
    public ClientOptions {
        if (pipelining < 1 || timeoutNanos < 1 || requestsPerConnection < 1) {
            throw new IllegalArgumentException("pipelining, timeout and requests per connection are at least 1");
        }
    }
}
