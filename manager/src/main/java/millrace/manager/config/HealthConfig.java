package millrace.manager.config;

/**
 * How a process that hangs is found out.
 *
 * @param target a URL, {@code host:port}, or a shell command; {@code $PORT} in it is the instance's own
 * @param intervalMillis from one probe's end to the next
 * @param timeoutMillis a probe that takes longer has failed
 * @param failures so many in a row and the instance is restarted
 * @param graceMillis after its start, in which failures do not count
 */
public record HealthConfig(
        Probe probe, String target, long intervalMillis, long timeoutMillis, int failures, long graceMillis) {

    /** What is tried. */
    public enum Probe {
        /** A GET, answered with a status below 400. */
        HTTP,
        /** A connection. */
        TCP,
        /** A command that ends with 0. */
        COMMAND
    }
}
