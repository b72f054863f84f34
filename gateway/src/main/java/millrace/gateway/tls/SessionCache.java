package millrace.gateway.tls;

import millrace.gateway.config.ConfigException;
import millrace.gateway.config.Statement;
import millrace.gateway.config.Values;

/**
 * Whether sessions of TLS 1.2 are kept, so that clients can go on with them.
 *
 * @param most how many this server keeps for itself; 0 for none, −1 when clients are not even told that they could
 * @param shared where they are kept for others, too, or {@code null}
 */
record SessionCache(int most, SharedSessions shared) {
    static final SessionCache NONE = new SessionCache(0, null);
    static final SessionCache OFF = new SessionCache(-1, null);

    private static final int USUAL = 20_480;
    private static final long SMALLEST = 8 * 4096;

    static SessionCache parse(Statement s) throws ConfigException {
        SessionCache result = null;
        for (String word : s.args()) {
            result = result != null && result.shared != null ? result : switch (word) {
                case "off" -> OFF;
                case "none" -> NONE;
                case "builtin" -> new SessionCache(USUAL, null);
                default -> sized(s, word);
            };
        }
        return result;
    }

    private static SessionCache sized(Statement s, String word) throws ConfigException {
        if (word.startsWith("builtin:")) {
            return new SessionCache((int) Values.number(s, word.substring(8)), null);
        }
        String[] parts = word.split(":", -1);
        if (parts.length == 3 && parts[0].equals("shared") && !parts[1].isEmpty()) {
            long bytes = Values.size(s, parts[2]);
            if (bytes < SMALLEST) {
                throw s.error("session cache \"" + word + "\" is too small", "at least " + SMALLEST + " bytes");
            }
            return new SessionCache(0, SharedSessions.named(parts[1], bytes));
        }
        throw s.error("invalid session cache \"" + word + "\"", "off, none, builtin[:size] or shared:name:size");
    }
}
