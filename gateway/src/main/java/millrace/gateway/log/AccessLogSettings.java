package millrace.gateway.log;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import millrace.gateway.config.ConfigException;
import millrace.gateway.config.Context;
import millrace.gateway.config.Inherit;
import millrace.gateway.config.Scope;
import millrace.gateway.config.Settings;
import millrace.gateway.config.SettingsKey;

/** Which access logs a level writes: its own, or if it names none those of the level around it. */
public final class AccessLogSettings implements Settings<AccessLogSettings> {
    static final SettingsKey<AccessLogSettings> KEY = SettingsKey.of(AccessLogSettings::new);

    private static final String FILE = "access.log";

    final List<AccessLog> own = new ArrayList<>();
    boolean off;
    Boolean subrequests;
    OpenLogFiles openFiles;
    AccessLog[] logs;

    private AccessLogSettings() {}

    /** The block {@code stream} writes only what it says itself. */
    public static void ownOf(Scope stream) {
        stream.get(KEY);
    }

    @Override
    public void inherit(AccessLogSettings outer, Scope scope) throws ConfigException {
        subrequests = Inherit.of(subrequests, outer == null ? null : outer.subrequests, false);
        openFiles = Inherit.of(openFiles, outer == null ? null : outer.openFiles, OpenLogFiles.NONE);
        if (off || scope.context() == Context.STREAM && own.isEmpty()) {
            logs = new AccessLog[0];
        } else if (!own.isEmpty()) {
            logs = own.toArray(AccessLog[]::new);
        } else if (outer != null) {
            logs = outer.logs;
        } else {
            logs = usual(scope);
        }
    }

    @Override
    public void inherit(AccessLogSettings outer) {
        throw new IllegalStateException("needs to know the level");
    }

    /** What is written when no {@code access_log} says otherwise; no file is made for whom all {@code http} say it. */
    private static AccessLog[] usual(Scope main) throws ConfigException {
        for (Scope inner : main.inner()) {
            if (inner.context() == Context.HTTP && !(inner.has(KEY) && inner.get(KEY).saysWhere())) {
                Path path = LogFiles.usualFolder(main.configuration().source().prefix()).resolve(FILE);
                LogFormats.Format format = LogFormats.named(main, LogFormats.COMBINED, null);
                LogFile file = LogFiles.of(main.configuration()).file(path).withFolder();
                return new AccessLog[] {new AccessLog(file, null, format.template(), format.escape(), null)};
            }
        }
        return new AccessLog[0];
    }

    private boolean saysWhere() {
        return off || !own.isEmpty();
    }
}
