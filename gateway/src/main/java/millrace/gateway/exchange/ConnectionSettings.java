package millrace.gateway.exchange;

import millrace.gateway.config.Configuration;
import millrace.gateway.config.Settings;
import millrace.gateway.config.SettingsKey;

/** {@code worker_connections}: how many connections there may be, as the outermost level has it. */
public final class ConnectionSettings implements Settings<ConnectionSettings> {
    public static final SettingsKey<ConnectionSettings> KEY = SettingsKey.of(ConnectionSettings::new);

    /** For each loop; {@code null} for as many as there are descriptors. */
    private Integer each;

    private ConnectionSettings() {}

    public void each(int connections) {
        each = connections;
    }

    /** What so many loops may have together: no loop turns clients away while another one has room. */
    public static long most(Configuration configuration, int loops) {
        Integer each = configuration.main().get(KEY).each;
        return each == null ? Long.MAX_VALUE : (long) each * loops;
    }

    @Override
    public void inherit(ConnectionSettings outer) {
        // There is one level of it.
    }
}
