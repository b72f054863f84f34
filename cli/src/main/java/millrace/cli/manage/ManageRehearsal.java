package millrace.cli.manage;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import millrace.manager.Home;
import millrace.manager.client.DaemonClient;
import millrace.manager.client.RehearsalHome;

/**
 * What the start-up cache of short commands is made from: a process that goes through the commands that are given most,
 * with a real daemon. A first process, which is not recorded, starts that daemon in a home of its own, and ends it.
 *
 * <p>Run by the launcher after a build: without arguments to be recorded, or with the command that runs it recorded.
 */
final class ManageRehearsal {
    private static final List<List<String>> COMMANDS = List.of(
            List.of("start", "/bin/sh", "--name", "rehearsal", "--", "-c", "echo rehearsed; sleep 60"),
            List.of("list"),
            List.of("restart", "rehearsal"),
            List.of("describe", "0"),
            List.of("jlist"),
            List.of("logs", "--nostream"),
            List.of("stop", "all"),
            List.of("delete", "all"),
            List.of("list", "--no-color"));

    private ManageRehearsal() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        if (args.length > 0) {
            System.exit(record(List.of(args)));
        }
        for (List<String> words : COMMANDS) {
            int code = Manage.run(words);
            if (code != 0) {
                System.exit(code);
            }
        }
    }

    private static int record(List<String> command) throws IOException, InterruptedException {
        Home home = RehearsalHome.create();
        try (DaemonClient daemon = DaemonClient.connectOrStart(home)) {
            ProcessBuilder recorded = new ProcessBuilder(command).inheritIO();
            recorded.environment().put("MILLRACE_HOME", home.folder().toString());
            int code = recorded.start().waitFor();
            daemon.call("kill", Map.of());
            return code;
        }
    }
}
