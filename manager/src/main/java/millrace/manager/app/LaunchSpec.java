package millrace.manager.app;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import millrace.cluster.AppSpec;
import millrace.cluster.AppSpec.Protocol;
import millrace.cluster.Readiness;
import millrace.cluster.RestartPolicy;
import millrace.cluster.Scheduling;
import millrace.cluster.StopPolicy;
import millrace.manager.config.AppConfig;
import millrace.manager.config.HealthConfig;
import millrace.manager.config.Mode;
import millrace.manager.config.PortOfMany;
import millrace.manager.config.RestartConfig;
import millrace.manager.program.Program;
import millrace.os.Signal;

/** What a configuration means to the layer that runs processes. Pure logic. */
final class LaunchSpec {
    private LaunchSpec() {}

    /** @param ofInstance variables that only the list knows, by an instance's number */
    static AppSpec of(AppConfig config, Program program, IntFunction<Map<String, String>> ofInstance) {
        Protocol protocol = protocol(config, program);
        Map<String, String> environment = new HashMap<>(program.environment());
        environment.putAll(config.environment());
        return AppSpec.of(config.name(), program.command())
                .withEnvironment(environment)
                .withInstanceEnvironment(number -> {
                    Map<String, String> variables = new LinkedHashMap<>(ofInstance.apply(number));
                    variables.putAll(InstanceVariables.numbered(config, number));
                    return variables;
                })
                .withDirectory(config.cwd())
                .withScheduling(config.scheduling())
                .withProtocol(protocol)
                .withListen(config.listen().orElse(null))
                .withReadiness(readiness(config, program))
                .withRestart(restart(config.restart()))
                .withStop(stop(config))
                .withUser(config.user(), config.group())
                .withInput(config.mode() == Mode.FORK)
                .withDetached(outlivesDaemon(config, protocol));
    }

    /** Whoever has its clients by itself can go on when the daemon ends, and is adopted by the next. */
    private static boolean outlivesDaemon(AppConfig config, Protocol protocol) {
        return switch (protocol) {
            case CLUSTER -> false;
            case LISTEN_FDS -> config.scheduling() != Scheduling.GATEWAY;
            case IPC, NONE, PORT, REUSEPORT -> true;
        };
    }

    private static Protocol protocol(AppConfig config, Program program) {
        if (config.mode() == Mode.CLUSTER && program.speaksCluster()) {
            return Protocol.CLUSTER;
        } else if (config.listen().isPresent()) {
            return Protocol.LISTEN_FDS;
        } else if (config.mode() == Mode.CLUSTER || program.kind() == Program.Kind.PYTHON && PortOfMany.isOpen(config)) {
            return Protocol.REUSEPORT;
        }
        return program.kind() == Program.Kind.NODE ? Protocol.IPC : Protocol.NONE;
    }

    /**
     * Whether a probe decides that a process is ready: if it is sure to reach that process. Where several share a port,
     * any of them would answer, but for HTTP, which the primary leads to the one that is meant.
     */
    static boolean isTried(AppConfig config, Program program) {
        HealthConfig health = config.health();
        if (health == null || config.ready().waitReady()) {
            return false;
        }
        return health.target().indexOf('$') >= 0 || switch (protocol(config, program)) {
            case CLUSTER -> health.probe() == HealthConfig.Probe.HTTP && config.scheduling().handsOver();
            case IPC, NONE, PORT -> true;
            case LISTEN_FDS, REUSEPORT -> false;
        };
    }

    private static Readiness readiness(AppConfig config, Program program) {
        Readiness readiness = Readiness.DEFAULT.withTimeoutNanos(nanos(config.ready().listenTimeoutMillis()));
        if (config.ready().waitReady()) {
            return readiness.withRule(Readiness.Rule.SAYS_SO);
        }
        return isTried(config, program) ? readiness.withRule(Readiness.Rule.IS_TRIED) : readiness;
    }

    private static RestartPolicy restart(RestartConfig config) {
        RestartPolicy policy = RestartPolicy.DEFAULT
                .withAutomatic(config.autorestart())
                .withMinUptimeNanos(nanos(config.minUptimeMillis()))
                .withMaxEarlyDeaths(Math.max(0, config.maxRestarts() - 1))
                .withFinalExitCodes(config.stopExitCodes())
                .withHealNanos(nanos(config.healAfterMillis()));
        if (config.backoffMillis() > 0) {
            return policy.withBackoffNanos(nanos(config.backoffMillis()));
        }
        return config.delayMillis() > 0 ? policy.withFixedDelayNanos(nanos(config.delayMillis())) : policy;
    }

    /**
     * One time for all that a reload lets finish: half a disconnect would be no kindness if what follows is the signal.
     * Who waits for a stop waits for requests too, but not for connections that stay open.
     */
    private static StopPolicy stop(AppConfig config) {
        long killNanos = nanos(config.stop().killTimeoutMillis());
        return new StopPolicy(
                killNanos,
                killNanos / 4,
                Signal.named(config.stop().signal()),
                killNanos,
                config.stop().tree(),
                config.stop().byMessage());
    }

    private static long nanos(long millis) {
        return TimeUnit.MILLISECONDS.toNanos(millis);
    }
}
