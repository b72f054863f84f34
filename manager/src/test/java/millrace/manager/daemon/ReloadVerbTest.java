package millrace.manager.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import millrace.manager.client.DaemonClient;
import millrace.manager.client.DaemonException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Reloads of Node apps whose workers say when they are ready. */
final class ReloadVerbTest {
    private RunningDaemon daemon;

    @BeforeEach
    void start() throws IOException {
        String path = System.getenv("PATH");
        assumeTrue(
                Pattern.compile(File.pathSeparator).splitAsStream(path).anyMatch(folder -> Files.isExecutable(Path.of(folder, "node"))),
                "node is not installed");
        daemon = RunningDaemon.start();
    }

    @AfterEach
    void stop() throws IOException {
        if (daemon != null) {
            daemon.close();
        }
    }

    private void startWeb(String... lines) throws IOException {
        Map<String, Object> web = daemon.app("web", daemon.script("web.js", lines));
        web.put("instances", 2);
        web.put("wait_ready", true);
        web.put("listen_timeout", 30_000);
        daemon.start(web);
    }

    private List<Object> pids() throws IOException {
        return daemon.list().stream().map(row -> row.get("pid")).toList();
    }

    @Test
    void everyProcessIsReplacedByOneThatIsReady() throws IOException {
        startWeb("setInterval(() => {}, 1000); process.send('ready')");
        List<Object> before = pids();
        daemon.call("reload", "web");
        List<Object> after = pids();
        assertNotEquals(before.get(0), after.get(0));
        assertNotEquals(before.get(1), after.get(1));
        assertEquals(List.of("online", "online"), daemon.list().stream().map(row -> row.get("status")).toList());
    }

    @Test
    void aBuildThatThrowsLeavesAllAsItWasAndFails() throws IOException {
        startWeb("setInterval(() => {}, 1000); process.send('ready')");
        List<Object> before = pids();
        daemon.script("web.js", "throw new Error('broken')");
        DaemonException failed = assertThrows(DaemonException.class, () -> daemon.call("reload", "web"));
        assertTrue(failed.getMessage().contains("web:0 was not reloaded"), failed.getMessage());
        assertEquals(1, failed.exitCode());
        assertEquals(before, pids());
    }

    @Test
    void whatIsBeingReloadedIsNotReloadedByAnother() throws Exception {
        startWeb("setInterval(() => {}, 1000); process.send('ready')");
        daemon.script("web.js", "setInterval(() => {}, 1000); console.log('waits');"
                + "process.on('message', () => {}); process.on('SIGUSR2', () => process.send('ready'))");
        try (Follower follower = daemon.follow("web");
                DaemonClient other = DaemonClient.connect(daemon.home())) {
            CompletableFuture<Object> first = CompletableFuture.supplyAsync(() -> {
                try {
                    return other.call("reload", Map.of("targets", List.of("web")));
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
            });
            follower.awaitLine("waits");
            DaemonException refused = assertThrows(DaemonException.class, () -> daemon.call("reload", "web"));
            assertTrue(refused.getMessage().contains("Reload already in progress"), refused.getMessage());
            daemon.call("stop", "web");
            assertThrows(java.util.concurrent.ExecutionException.class, first::get);
        }
    }

    @Test
    void anAppThatIsStoppedMeanwhileIsNotSaidToGoOn() throws Exception {
        startWeb("setInterval(() => {}, 1000); process.send('ready')");
        daemon.script("web.js", "console.log('hesitates'); setInterval(() => {}, 1000)");
        try (DaemonClient other = DaemonClient.connect(daemon.home());
                Follower follower = daemon.follow("web")) {
            CompletableFuture<DaemonException> kept = CompletableFuture.supplyAsync(() ->
                    assertThrows(DaemonException.class, () -> other.call("reload", Map.of("targets", List.of("web")))));
            follower.awaitLine("hesitates");
            daemon.call("stop", "web");
            String sentence = kept.join().getMessage();
            assertTrue(sentence.contains("stopped meanwhile"), sentence);
            assertFalse(sentence.contains("goes on"), sentence);
        }
    }

    @Test
    void aRestartedBuildThatThrowsIsNoFailureAsWithPm2ButIsToBeSeen() throws IOException {
        startWeb("setInterval(() => {}, 1000); process.send('ready')");
        daemon.script("web.js", "throw new Error('broken')");
        List<Map<String, Object>> steps = new ArrayList<>();
        daemon.client().call("restart", Map.of("targets", List.of("web")), steps::add);
        String said = String.valueOf(steps.getFirst().get("detail"));
        assertTrue(said.matches("web:[01] has ended again, and is .*"), said);
    }
}
