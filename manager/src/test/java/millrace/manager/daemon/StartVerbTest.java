package millrace.manager.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import millrace.manager.client.DaemonException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a start means to apps that are in the list already, against a real daemon. */
final class StartVerbTest {
    private RunningDaemon daemon;
    private Path sleeper;

    @BeforeEach
    void start() throws IOException {
        daemon = RunningDaemon.start();
        sleeper = daemon.script("sleeper.sh", "exec sleep 1000");
    }

    @AfterEach
    void stop() throws IOException {
        daemon.close();
    }

    private Map<String, Object> app(String name, String namespace) {
        Map<String, Object> app = daemon.app(name, sleeper);
        app.put("namespace", namespace);
        return app;
    }

    @SafeVarargs
    private void startFile(Map<String, Object>... apps) throws IOException {
        daemon.call("start", Map.of("apps", List.of(apps), "file", true));
    }

    private List<Object> column(String name) throws IOException {
        return daemon.list().stream().map(row -> row.get(name)).toList();
    }

    @Test
    void appsOfOneNameInAFileAreEachTheirOwn() throws IOException {
        startFile(app("a", "one"), app("a", "two"));
        startFile(app("a", "three"), app("a", "four"));
        assertEquals(List.of("three", "four"), column("namespace"));
        assertEquals(List.of(1, 1), column("restarts"));
        startFile(app("a", "three"), app("a", "four"), app("a", "five"));
        assertEquals(List.of("three", "four", "five"), column("namespace"));
    }

    @Test
    void aFileOfWhichOneAppCannotRunChangesNone() throws IOException {
        startFile(app("a", "one"), app("b", "one"));
        Map<String, Object> broken = daemon.app("b", Path.of("/nonexistent/app.sh"));
        assertThrows(DaemonException.class, () -> startFile(app("a", "two"), app("c", "two"), broken));
        assertEquals(List.of("a", "b"), column("name"));
        assertEquals(List.of("one", "one"), column("namespace"));
        daemon.call("restart", "all");
        assertEquals(List.of("one", "one"), column("namespace"));
    }

    @Test
    void whatMakesNoSenseChangesNothing() throws IOException {
        startFile(app("a", "one"));
        for (String wrong : List.of("cron_restart", "stop_signal")) {
            Map<String, Object> fields = Map.of("targets", List.of("a"), "options", Map.of(wrong, "NIX"));
            assertThrows(DaemonException.class, () -> daemon.call("restart", fields), wrong);
            Map<String, Object> fresh = app("b", "one");
            fresh.put(wrong, "NIX");
            assertThrows(DaemonException.class, () -> startFile(fresh), wrong);
            daemon.call("restart", Map.of("targets", List.of("a"), "options", Map.of("namespace", wrong)));
            assertEquals(List.of(wrong), column("namespace"));
        }
    }

    @Test
    void optionsChangeWhatIsStartedByName() throws IOException {
        startFile(app("a", "one"));
        daemon.call("stop", "a");
        daemon.call("start", Map.of("targets", List.of("a"), "options", Map.of("namespace", "two")));
        assertEquals(List.of("two"), column("namespace"));
        assertEquals(List.of("online"), column("status"));
    }
}
