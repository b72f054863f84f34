package millrace.gateway.process;

import java.nio.file.Path;
import millrace.gateway.config.ConfigException;
import millrace.gateway.config.Configuration;
import millrace.gateway.config.Inherit;
import millrace.gateway.config.Scope;
import millrace.gateway.config.Settings;
import millrace.gateway.config.SettingsKey;
import millrace.loop.PollerKind;

/** What the outermost level says of the process itself. */
public final class ProcessSettings implements Settings<ProcessSettings> {
    public static final SettingsKey<ProcessSettings> KEY = SettingsKey.of(ProcessSettings::new);

    private static final Path INSTALLED = Path.of("/etc/nginx");
    private static final Path INSTALLED_PID = Path.of("/run/nginx.pid");

    boolean events;
    Integer loops;
    PollerKind poller;
    Boolean daemon;
    Path pid;
    Long shutdownTimeoutMillis;
    Integer priority;
    Long mostDescriptors;
    Long coreBytes;
    RunAs user;

    private ProcessSettings() {}

    /** Those of a configuration. */
    public static ProcessSettings of(Configuration configuration) {
        return configuration.main().get(KEY);
    }

    static int loopForEachProcessor() {
        return Runtime.getRuntime().availableProcessors();
    }

    /** How long requests of an old configuration, or of a server that is to quit, may go on; 0 for as long as they take. */
    public long shutdownTimeoutMillis() {
        return shutdownTimeoutMillis;
    }

    @Override
    public void inherit(ProcessSettings outer, Scope scope) throws ConfigException {
        if (!events) {
            throw new ConfigException(null, "no \"events\" section in configuration", "add: events {}");
        }
        loops = Inherit.of(loops, null, loopForEachProcessor());
        poller = Inherit.of(poller, null, PollerKind.EPOLL_ET);
        daemon = Inherit.of(daemon, null, true);
        shutdownTimeoutMillis = Inherit.of(shutdownTimeoutMillis, null, 0L);
        if (pid == null) {
            Path prefix = scope.configuration().source().prefix();
            pid = prefix.equals(INSTALLED) ? INSTALLED_PID : prefix.resolve("logs/nginx.pid");
        }
    }

    @Override
    public void inherit(ProcessSettings outer) {
        throw new IllegalStateException("needs to know the level");
    }
}
