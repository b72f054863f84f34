package millrace.manager.config;

/**
 * How an instance is asked to stop.
 *
 * @param signal its name without {@code SIG}
 * @param killTimeoutMillis how long it may take before it is killed
 * @param tree whether the processes that it started go with it
 * @param byMessage whether {@code shutdown} is sent over its channel in place of the signal
 */
public record StopConfig(String signal, long killTimeoutMillis, boolean tree, boolean byMessage) {}
