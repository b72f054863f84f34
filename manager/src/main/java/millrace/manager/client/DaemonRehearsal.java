package millrace.manager.client;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import millrace.manager.Home;

/**
 * Makes the daemon's start-up cache (JEP 483, 514): a daemon in a home of its own is recorded as it does what daemons do.
 * Run by the launcher after a build.
 */
final class DaemonRehearsal {
    private static final String APP = "rehearsal";

    private DaemonRehearsal() {}

    /** @param args the folder that the cache comes into */
    public static void main(String[] args) throws IOException, InterruptedException {
        Path cache = Path.of(args[0], DaemonCommand.CACHE);
        Home home = RehearsalHome.create();
        Path record = home.folder().resolve("record");
        play(home, List.of("-XX:AOTMode=record", "-XX:AOTConfiguration=" + record));
        List<String> create = DaemonCommand.jvm(
                List.of("-XX:AOTMode=create", "-XX:AOTConfiguration=" + record, "-XX:AOTCache=" + cache));
        System.exit(new ProcessBuilder(create).inheritIO().start().waitFor());
    }

    private static void play(Home home, List<String> flags) throws IOException, InterruptedException {
        ProcessHandle process;
        try (DaemonClient daemon = DaemonLaunch.startAndConnect(home, flags)) {
            long pid = ((Number) ((Map<?, ?>) daemon.call("version", Map.of())).get("pid")).longValue();
            process = ProcessHandle.of(pid).orElseThrow();
            daemon.call("start", Map.of("apps", List.of(app("fork", "/bin/sleep", "1000"), app("cluster", "/bin/cat"))));
            Map<String, Object> all = Map.of("targets", List.of("all"));
            for (String verb : List.of("restart", "list", "jlist", "describe", "reload", "flush", "stop", "delete")) {
                daemon.call(verb, all);
            }
            daemon.call("kill", Map.of());
        }
        // It writes the record as it ends.
        process.onExit().join();
    }

    private static Map<String, Object> app(String mode, String... command) {
        return Map.of(
                "name", APP + "-" + mode,
                "exec_mode", mode,
                "script", command[0],
                "args", List.of(command).subList(1, command.length),
                "cwd", "/",
                "env", Map.of("PATH", System.getenv("PATH")));
    }
}
