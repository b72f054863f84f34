package millrace.gateway.balance;

/**
 * What a {@code server} line of an upstream says, beside where it is. Values that are not given are those of a bare
 * {@code server ADDRESS;}.
 *
 * @param text the address as it is written; hashes of {@code hash … consistent} are of it, not of what it resolves to
 * @param weight share of the requests, at least 1
 * @param maxConns simultaneous connections, 0 for any number
 * @param maxFails failures within {@code failTimeoutSeconds} that take the peer out for as long; 0 never does
 * @param backup asked only when no other peer can be
 * @param down never asked
 * @param drain asked by requests that are bound to it, and no others
 * @param slowStartNanos in which its weight grows from nothing after a recovery, 0 for at once
 * @param route what binds requests to it, {@code null} for a digest of its address
 */
public record ServerOptions(
        String text,
        int weight,
        int maxConns,
        int maxFails,
        long failTimeoutSeconds,
        boolean backup,
        boolean down,
        boolean drain,
        long slowStartNanos,
        String route) {

    public ServerOptions {
        if (weight < 1) {
            throw new IllegalArgumentException("a weight is at least 1: " + weight);
        }
    }

    /** A server with nothing but an address. */
    public static ServerOptions of(String text) {
        return new ServerOptions(text, 1, 0, 1, 10, false, false, false, 0, null);
    }

    public ServerOptions withWeight(int value) {
        return new ServerOptions(
                text, value, maxConns, maxFails, failTimeoutSeconds, backup, down, drain, slowStartNanos, route);
    }

    public ServerOptions withMaxConns(int value) {
        return new ServerOptions(
                text, weight, value, maxFails, failTimeoutSeconds, backup, down, drain, slowStartNanos, route);
    }

    public ServerOptions withFails(int fails, long timeoutSeconds) {
        return new ServerOptions(
                text, weight, maxConns, fails, timeoutSeconds, backup, down, drain, slowStartNanos, route);
    }

    public ServerOptions withBackup(boolean value) {
        return new ServerOptions(
                text, weight, maxConns, maxFails, failTimeoutSeconds, value, down, drain, slowStartNanos, route);
    }

    public ServerOptions withDown(boolean value) {
        return new ServerOptions(
                text, weight, maxConns, maxFails, failTimeoutSeconds, backup, value, drain, slowStartNanos, route);
    }

    public ServerOptions withDrain(boolean value) {
        return new ServerOptions(
                text, weight, maxConns, maxFails, failTimeoutSeconds, backup, down, value, slowStartNanos, route);
    }

    public ServerOptions withSlowStart(long nanos) {
        return new ServerOptions(
                text, weight, maxConns, maxFails, failTimeoutSeconds, backup, down, drain, nanos, route);
    }

    public ServerOptions withRoute(String value) {
        return new ServerOptions(
                text, weight, maxConns, maxFails, failTimeoutSeconds, backup, down, drain, slowStartNanos, value);
    }
}
