package millrace.manager.client;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
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
        List<Map<String, Object>> apps =
                List.of(app("fork", "/bin/sleep", "1000"), app("cluster", "/bin/sleep", "1000"), node(home.folder()));
        try (DaemonClient daemon = DaemonLaunch.startAndConnect(home, flags)) {
            long pid = ((Number) ((Map<?, ?>) daemon.call("version", Map.of())).get("pid")).longValue();
            process = ProcessHandle.of(pid).orElseThrow();
            daemon.call("start", Map.of("apps", apps));
            killOnce(daemon);
            Map<String, Object> all = Map.of("targets", List.of("all"));
            for (String verb : List.of("restart", "list", "jlist", "describe", "reload", "flush", "stop", "delete")) {
                daemon.call(verb, all);
            }
            daemon.call("kill", Map.of());
        }
        // It writes the record as it ends.
        process.onExit().join();
    }

    /** What is missed while nothing serves is the time to remember how a death is dealt with. */
    private static void killOnce(DaemonClient daemon) throws IOException {
        ListedApp victim = daemon.list().getLast();
        ProcessHandle.of(victim.pid()).ifPresent(ProcessHandle::destroyForcibly);
        ListedApp now;
        do {
            now = daemon.list().getLast();
        } while (now.pid() == victim.pid() || !now.status().equals("online"));
    }

    /** A stand-in, which says nothing: there may be no Node. */
    private static Map<String, Object> node(Path folder) throws IOException {
        Path program = Files.writeString(folder.resolve("node"), "#!/bin/sh\nexec sleep 1000\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        Map<String, Object> app = new HashMap<>(app("fork", "/bin/sleep"));
        app.put("name", APP + "-node");
        app.put("interpreter", program.toString());
        return app;
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
