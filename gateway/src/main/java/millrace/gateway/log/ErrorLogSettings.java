package millrace.gateway.log;

import java.util.ArrayList;
import java.util.List;
import millrace.gateway.config.ConfigException;
import millrace.gateway.config.Scope;
import millrace.gateway.config.Settings;
import millrace.gateway.config.SettingsKey;
import millrace.gateway.config.Statement;

/** Where a level's errors go: its own {@code error_log} lines, or if it has none those of the level around it. */
public final class ErrorLogSettings implements Settings<ErrorLogSettings> {
    public static final SettingsKey<ErrorLogSettings> KEY = SettingsKey.of(ErrorLogSettings::new);

    private final List<ErrorLog.Entry> own = new ArrayList<>();
    private ErrorLog log;

    private ErrorLogSettings() {}

    /** Known when all is read. */
    public ErrorLog log() {
        return log;
    }

    static void add(Scope scope, Statement statement) throws ConfigException {
        Level level = Level.ERROR;
        if (statement.args().size() > 1) {
            level = Level.named(statement.arg(1));
            if (level == null) {
                throw statement.error(
                        "invalid log level \"" + statement.arg(1) + "\"",
                        "debug, info, notice, warn, error, crit, alert or emerg");
            }
        }
        if (statement.arg(0).startsWith("memory:")) {
            throw statement.error("Millrace keeps no log in memory", "name a file, stderr or a syslog server");
        }
        try {
            LogTarget target = LogFiles.of(scope.configuration()).target(scope.configuration(), statement.arg(0));
            scope.get(KEY).own.add(new ErrorLog.Entry(target, level));
        } catch (IllegalArgumentException e) {
            throw statement.error(e.getMessage());
        }
    }

    @Override
    public void inherit(ErrorLogSettings outer, Scope scope) {
        if (!own.isEmpty()) {
            log = new ErrorLog(own);
        } else if (outer != null) {
            log = outer.log;
        } else {
            log = new ErrorLog(List.of(new ErrorLog.Entry(LogFiles.of(scope.configuration()).usual(), Level.ERROR)));
        }
    }

    @Override
    public void inherit(ErrorLogSettings outer) {
        throw new IllegalStateException("needs to know the level");
    }
}
