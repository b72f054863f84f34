package millrace.manager.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import millrace.manager.client.DaemonClient;
import millrace.manager.client.DaemonException;
import millrace.manager.client.ListedApp;
import org.junit.jupiter.api.Test;

/** The client as a program uses it. */
final class DaemonClientTest {
    @Test
    void aProgramStartsListsReloadsAndDeletes() throws IOException {
        try (RunningDaemon daemon = RunningDaemon.start()) {
            DaemonClient client = daemon.client();
            Path script = daemon.script("app.sh", "exec sleep 1000");
            client.start(script.toString(), Map.of("name", "web", "instances", 2));
            List<ListedApp> before = client.list();
            assertEquals(List.of(0, 1), before.stream().map(ListedApp::id).toList());
            assertTrue(before.stream().allMatch(app -> app.status().equals("online") && app.pid() > 0));
            client.reload("web");
            client.restart("0");
            assertNotEquals(before.getFirst().pid(), client.list().getFirst().pid());
            client.stop("web");
            assertEquals(List.of("stopped", "stopped"), client.list().stream().map(ListedApp::status).toList());
            client.delete("all");
            assertEquals(List.of(), client.list());
        }
    }

    @Test
    void whatIsWrongIsToldInASentence() throws IOException {
        try (RunningDaemon daemon = RunningDaemon.start()) {
            DaemonException missing =
                    assertThrows(DaemonException.class, () -> daemon.client().start("/nonexistent.js", Map.of()));
            assertTrue(missing.getMessage().contains("/nonexistent.js"), missing.getMessage());
            assertThrows(DaemonException.class, () -> daemon.client().stop("nix"));
        }
    }
}
