package millrace.manager.client;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import millrace.manager.Home;

/** Starts a daemon and an app for a rehearsal, says who they are and where, and then fails, or waits for its end. */
final class InterruptedRehearsal {
    private InterruptedRehearsal() {}

    /** @param args {@code fail} or {@code wait} */
    public static void main(String[] args) throws IOException {
        Home home = RehearsalHome.create();
        try (DaemonClient daemon = DaemonClient.connectOrStart(home)) {
            daemon.start("/bin/sleep", Map.of("args", List.of("1000"), "cwd", "/"));
            Map<?, ?> version = (Map<?, ?>) daemon.call("version", Map.of());
            System.out.println(version.get("pid") + " " + daemon.list().getFirst().pid() + " " + home.folder());
            if (args[0].equals("wait")) {
                daemon.subscribe(Map.of(), event -> {});
            }
            daemon.call("no such verb", Map.of());
        }
    }
}
