package millrace.gateway.proxy;

import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import millrace.gateway.config.ConfigException;
import millrace.gateway.config.Statement;

/**
 * {@code proxy_store_access}: who may read and write files of stored answers.
 *
 * @param ofFile as the file system has it
 */
record StoreAccess(Set<PosixFilePermission> ofFile) {
    static final StoreAccess USUAL = new StoreAccess(PosixFilePermissions.fromString("rw-------"));

    /** {@code user:rw group:r all:r}; the user can read and write in any case. */
    static StoreAccess of(Statement statement) throws ConfigException {
        char[] mode = "rw-------".toCharArray();
        for (String word : statement.args()) {
            int colon = word.indexOf(':');
            int who = switch (colon < 0 ? "" : word.substring(0, colon)) {
                case "user" -> 0;
                case "group" -> 3;
                case "all" -> 6;
                default -> -1;
            };
            String what = word.substring(colon + 1);
            if (who < 0 || !what.equals("rw") && !what.equals("r")) {
                throw statement.error("invalid value \"" + word + "\"", "user:, group: or all: with r or rw");
            }
            mode[who] = 'r';
            mode[who + 1] = what.equals("rw") || who == 0 ? 'w' : '-';
        }
        return new StoreAccess(PosixFilePermissions.fromString(new String(mode)));
    }
}
