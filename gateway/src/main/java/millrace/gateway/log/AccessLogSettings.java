package millrace.gateway.log;

import java.util.ArrayList;
import java.util.List;
import millrace.gateway.config.Inherit;
import millrace.gateway.config.Settings;
import millrace.gateway.config.SettingsKey;

/** Which access logs a level writes: its own, or if it names none those of the level around it. */
final class AccessLogSettings implements Settings<AccessLogSettings> {
    static final SettingsKey<AccessLogSettings> KEY = SettingsKey.of(AccessLogSettings::new);

    final List<AccessLog> own = new ArrayList<>();
    boolean off;
    Boolean subrequests;
    OpenLogFiles.Limits openFiles;
    AccessLog[] logs;

    private AccessLogSettings() {}

    @Override
    public void inherit(AccessLogSettings outer) {
        subrequests = Inherit.of(subrequests, outer == null ? null : outer.subrequests, false);
        openFiles = Inherit.of(openFiles, outer == null ? null : outer.openFiles, OpenLogFiles.Limits.NONE);
        if (off) {
            logs = new AccessLog[0];
        } else if (!own.isEmpty()) {
            logs = own.toArray(AccessLog[]::new);
        } else if (outer != null) {
            logs = outer.logs;
        } else {
            logs = new AccessLog[0];
        }
    }
}
