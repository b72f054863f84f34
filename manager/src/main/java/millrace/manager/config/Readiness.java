package millrace.manager.config;

/**
 * When a started instance counts as ready.
 *
 * @param waitReady only when it says so, not when it listens
 * @param listenTimeoutMillis how long it may take
 */
public record Readiness(boolean waitReady, long listenTimeoutMillis) {}
