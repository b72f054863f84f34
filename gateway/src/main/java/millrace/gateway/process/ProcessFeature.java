package millrace.gateway.process;

import millrace.gateway.config.ConfigException;
import millrace.gateway.config.Context;
import millrace.gateway.config.Declaration;
import millrace.gateway.config.Feature;
import millrace.gateway.config.Registry;
import millrace.gateway.config.Scope;
import millrace.gateway.config.SettingsKey;
import millrace.gateway.config.Statement;
import millrace.gateway.config.Values;
import millrace.gateway.exchange.ConnectionSettings;
import millrace.loop.PollerKind;

/** The directives of the outermost level that are about the process. */
public final class ProcessFeature implements Feature {
    /** Must exist before a configuration is complete. */
    private static final SettingsKey<ProcessSettings> KEY = ProcessSettings.KEY;

    @Override
    public void register(Registry registry) {
        process(registry);
        loops(registry);
        limits(registry);
        without(registry);
    }

    private static Declaration main(Registry registry, String name, String doc) {
        return registry.directive(name, Context.MAIN).doc(doc);
    }

    private static void process(Registry registry) {
        main(registry, "daemon", "Whether the server runs in the background; the command returns when it listens.")
                .flag(KEY, (settings, on) -> settings.daemon = on);
        main(registry, "pid", "Where the process's number is, from when every socket listens.")
                .shown("file")
                .set((scope, s) -> scope.get(KEY).pid = scope.configuration().prefixPath(s.arg(0)));
        main(registry, "user", "Whose rights the loops have once they listen. Signals are obeyed with those of root, who has started it.")
                .args(1, 2)
                .shown("user [group]")
                .set((scope, s) -> scope.get(KEY).user = RunAs.read(scope, s));
        main(registry, "worker_shutdown_timeout", "How long requests may go on after the server was told to quit.")
                .time(KEY, (settings, millis) -> settings.shutdownTimeoutMillis = millis);
    }

    private static void loops(Registry registry) {
        main(registry, "worker_processes", "How many loops serve; `auto`, if not said: one for each processor, and each is pinned to its own.")
                .shown("number \\| auto")
                .set(ProcessFeature::loopCount);
        main(registry, "events", "How connections are waited for.")
                .args(0, 0)
                .block(Context.EVENTS, (scope, statement, inner) -> scope.get(KEY).events = true);
        registry.directive("use", Context.EVENTS)
                .doc("The system call that waits for connections.")
                .shown("epoll \\| poll \\| select")
                .set(ProcessFeature::poller);
        registry.directive("worker_connections", Context.EVENTS)
                .doc("How many connections there may be for each loop, those to upstreams included. It counts for all loops "
                        + "together: none turns clients away while another has room. Idle ones make room first. If not said, as "
                        + "many as there are descriptors (`worker_rlimit_nofile`).")
                .shown("number")
                .set((scope, s) -> scope.enclosing(Context.MAIN).get(ConnectionSettings.KEY).each(Values.number(s, s.arg(0))));
    }

    private static void loopCount(Scope scope, Statement statement) throws ConfigException {
        boolean auto = statement.arg(0).equals("auto");
        int count = auto ? ProcessSettings.loopForEachProcessor() : Values.number(statement, statement.arg(0));
        if (count < 1) {
            throw statement.error("invalid number \"" + statement.arg(0) + "\"", "1 or more, or auto");
        }
        scope.get(KEY).loops = count;
    }

    private static void poller(Scope scope, Statement statement) throws ConfigException {
        scope.enclosing(Context.MAIN).get(KEY).poller = switch (statement.arg(0)) {
            // As in nginx, by edges: the kernel looks at each ready socket once, by levels twice.
            case "epoll" -> PollerKind.EPOLL_ET;
            case "poll" -> PollerKind.POLL;
            case "select" -> PollerKind.SELECT;
            default ->
                throw statement.error("invalid event type \"" + statement.arg(0) + "\"", "epoll, poll or select");
        };
    }

    private static void limits(Registry registry) {
        main(registry, "worker_rlimit_nofile", "How many descriptors the process may have.")
                .number(KEY, (settings, most) -> settings.mostDescriptors = (long) most);
        main(registry, "worker_rlimit_core", "How large a core file may be.")
                .offset(KEY, (settings, bytes) -> settings.coreBytes = bytes);
        main(registry, "worker_priority", "The nice value of the loops, -20 (most) to 20.")
                .shown("number")
                .set(ProcessFeature::priority);
    }

    private static void priority(Scope scope, Statement statement) throws ConfigException {
        if (!statement.arg(0).matches("[-+]?[0-9]{1,2}")) {
            throw statement.error("invalid number \"" + statement.arg(0) + "\"", "-20 to 20");
        }
        scope.get(KEY).priority = Integer.valueOf(statement.arg(0));
    }

    /** Accepted, since nothing is lost without them; or refused, where something would be. */
    private static void without(Registry registry) {
        main(registry, "master_process", "No effect: one process has all loops.").flag(KEY, (settings, on) -> {});
        main(registry, "ssl_engine", "Refused: there are no OpenSSL engines.").shown("device").set((scope, s) -> {
            throw s.error("\"ssl_engine\" directive is not supported", "Millrace uses no OpenSSL engines");
        });
    }
}
