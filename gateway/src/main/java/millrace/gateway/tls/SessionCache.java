package millrace.gateway.tls;

import millrace.gateway.config.ConfigException;
import millrace.gateway.config.Statement;
import millrace.gateway.config.Values;

/**
 * Whether sessions of TLS 1.2 are kept, so that clients can go on with them.
 *
 * @param most how many; 0 for none, −1 when clients are not even told that they could
 */
record SessionCache(int most) {
    static final SessionCache NONE = new SessionCache(0);
    static final SessionCache OFF = new SessionCache(-1);

    private static final int USUAL = 20_480;

    /** nginx counts on 4,000 sessions in a megabyte. */
    private static final long BYTES_EACH = 256;

    static SessionCache parse(Statement s) throws ConfigException {
        SessionCache result = null;
        for (String word : s.args()) {
            result = switch (word) {
                case "off" -> OFF;
                case "none" -> NONE;
                case "builtin" -> new SessionCache(USUAL);
                default -> sized(s, word);
            };
        }
        return result;
    }

    /** One process has all loops: what it keeps is shared by them, whatever the word. */
    private static SessionCache sized(Statement s, String word) throws ConfigException {
        if (word.startsWith("builtin:")) {
            return new SessionCache((int) Values.number(s, word.substring(8)));
        }
        String[] parts = word.split(":", -1);
        if (parts.length == 3 && parts[0].equals("shared") && !parts[1].isEmpty()) {
            long bytes = Values.size(s, parts[2]);
            return new SessionCache((int) Math.min(Integer.MAX_VALUE, Math.max(1, bytes / BYTES_EACH)));
        }
        throw s.error("invalid session cache \"" + word + "\"", "off, none, builtin[:size] or shared:name:size");
    }
}
