package millrace.gateway.balance;

/**
 * How connections to an upstream are kept for further requests.
 *
 * @param connections how many idle ones a loop keeps, of all peers together; 0 keeps none
 * @param local whether a location keeps its own, and uses no other's
 * @param requests how many a connection may have
 * @param timeMillis how long a connection may go on with further requests
 * @param timeoutMillis how long an idle one is kept
 */
public record KeepAlive(int connections, boolean local, int requests, long timeMillis, long timeoutMillis) {
    /** What a group has that does not say otherwise. */
    static final KeepAlive DEFAULT = new KeepAlive(32, true, 1_000, 3_600_000, 60_000);

    KeepAlive withConnections(int number, boolean own) {
        return new KeepAlive(number, own, requests, timeMillis, timeoutMillis);
    }

    KeepAlive withRequests(int number) {
        return new KeepAlive(connections, local, number, timeMillis, timeoutMillis);
    }

    KeepAlive withTime(long millis) {
        return new KeepAlive(connections, local, requests, millis, timeoutMillis);
    }

    KeepAlive withTimeout(long millis) {
        return new KeepAlive(connections, local, requests, timeMillis, millis);
    }
}
