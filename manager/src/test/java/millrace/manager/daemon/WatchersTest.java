package millrace.manager.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import millrace.manager.client.DaemonException;
import millrace.os.Signal;
import millrace.os.Signals;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What restarts an app without anybody asking, against a real daemon and real processes. */
final class WatchersTest {
    private RunningDaemon daemon;

    @BeforeEach
    void start() throws IOException {
        daemon = RunningDaemon.start();
    }

    @AfterEach
    void stop() throws IOException {
        daemon.close();
    }

    private static void needsNode() {
        assumeTrue(Arrays.stream(System.getenv("PATH").split(":"))
                        .anyMatch(folder -> Files.isExecutable(Path.of(folder, "node"))),
                "SKIPPED: node is not in PATH; install Node 18 or later to run this test");
    }

    private List<Object> column(String name) throws IOException {
        return daemon.list().stream().map(row -> row.get(name)).toList();
    }

    @Test
    void anAppWhoseTreeHasTooMuchMemoryIsRestartedWithTheFigure() throws Exception {
        Map<String, Object> app = daemon.app(
                "leak", daemon.script("leak.sh", "head -c 60M /dev/zero | tail -c 60M | sleep 1000; true"));
        app.put("max_memory_restart", "50M");
        try (Follower follower = daemon.follow("leak")) {
            daemon.start(app);
            String detail = (String) follower.awaitProcess("restart overlimit").get("detail");
            assertTrue(detail.matches("[5-9]\\d MB in memory"), detail);
            follower.awaitProcess("start");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "cron_restart | 61 * * * *         | cron_restart: cron pattern \"61 * * * *\": minute \"61\" is out of range",
        "ignore_watch | /(/                | watch: ignore_watch \"(\" is taken as a regular expression",
        "health       | http://localhost:x | health: \"localhost:x\" has no port",
    })
    void aPatternThatIsNoneIsRefusedBeforeAnythingRuns(String attribute, String value, String sentence) throws Exception {
        Map<String, Object> app = daemon.app("wrong", daemon.script("wrong.sh", "exec sleep 1000"));
        app.put("watch", true);
        app.put(attribute, value);
        DaemonException refused = assertThrows(DaemonException.class, () -> daemon.start(app));
        assertTrue(refused.getMessage().startsWith(sentence), refused.getMessage());
        assertEquals(List.of(), daemon.list());
    }

    @Test
    void cronRestartsAnApp() throws Exception {
        Map<String, Object> app = daemon.app("tick", daemon.script("tick.sh", "exec sleep 1000"));
        app.put("cron_restart", "* * * * * *");
        try (Follower follower = daemon.follow("tick")) {
            daemon.start(app);
            follower.await(event -> "cron * * * * * *".equals(event.get("detail")));
            follower.awaitProcess("start");
        }
    }

    @Test
    void aChangedFileRestartsAnApp(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("a.txt"), "1");
        Map<String, Object> app = daemon.app("watched", daemon.script("watched.sh", "echo up; exec sleep 1000"));
        app.put("cwd", folder.toString());
        app.put("out_file", folder.resolve("out.log").toString());
        app.put("watch", true);
        try (Follower follower = daemon.follow("watched")) {
            daemon.start(app);
            follower.awaitLine("up");
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
            // One that comes before the watch is in place is not told.
            for (int i = 0; column("restarts").equals(List.of(0)) && System.nanoTime() < end; i++) {
                Files.writeString(file, "change " + i);
            }
            assertEquals(file + " has changed", follower.awaitProcess("restart").get("detail"));
            follower.awaitLine("up");
        }
    }

    /** Its probes fail while it leaves, which is no reason to have it again. */
    @Test
    void anAppThatIsBeingStoppedIsNotStartedAgainBecauseItsProbesFail() throws Exception {
        Files.createFile(daemon.home().folder().resolve("well"));
        Path probed = Files.createFile(daemon.home().folder().resolve("probed"));
        // When a second probe has failed, the first has been told, and nothing was done.
        Map<String, Object> app = daemon.app("slow", daemon.script("slow.sh",
                "trap 'rm -f well; while [ $(wc -l < probed) -lt 2 ]; do sleep 0.05; done; exit' INT",
                "echo up", "while true; do sleep 0.05; done"));
        app.put("kill_timeout", 60_000);
        app.put("health", Map.of("command", "test -f well || { echo x >> " + probed + "; false; }",
                "interval", 20, "timeout", 60_000, "failures", 1, "grace", 0));
        try (Follower follower = daemon.follow("slow")) {
            daemon.start(app);
            follower.awaitLine("up");
            daemon.call("stop", Map.of("targets", List.of("slow")));
            assertTrue(Files.size(probed) >= 2 * "x\n".length(), "no probe has failed during the stop");
            assertEquals(List.of("stopped"), column("status"));
            assertEquals(List.of(0), column("restarts"));
        }
    }

    @Test
    void aFileThatChangesDuringARestartIsNotForgotten(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("a.txt"), "1\n");
        // The second does not leave before the last change is there, and then long after that has been told.
        Map<String, Object> app = daemon.app("busy", daemon.script("busy.sh",
                "leave() { [ $pm_id = 0 ] || { until grep -q last " + file + "; do sleep 0.05; done; sleep 1; }; exit; }",
                "trap leave INT", "cat " + file + "; echo read", "while true; do sleep 0.05; done"));
        app.put("cwd", folder.toString());
        app.put("watch", true);
        app.put("kill_timeout", 60_000);
        app.put("instances", 2);
        try (Follower follower = daemon.follow("busy")) {
            daemon.start(app);
            follower.awaitLine("read");
            follower.awaitLine("read");
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
            for (int i = 0; column("restarts").equals(List.of(0, 0)) && System.nanoTime() < end; i++) {
                Files.writeString(file, "change " + i + "\n");
            }
            assertEquals(List.of(1, 0), column("restarts"));
            // The first of them runs anew, the second is to follow: what is written now the first has not read.
            follower.await(event -> "read".equals(event.get("line")) && Integer.valueOf(0).equals(event.get("pm_id")));
            Files.writeString(file, "last\n");
            follower.await(event -> "last".equals(event.get("line")) && Integer.valueOf(0).equals(event.get("pm_id")));
        }
    }

    @Test
    void aWorkerOfTwoThatHangsIsReplacedAndTheOtherIsLeftAlone() throws Exception {
        needsNode();
        int port;
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        Map<String, Object> app = daemon.app("web", daemon.script("web.js",
                "require('http').createServer((q, s) => s.end('hi', () => console.log('asked'))).listen(" + port + ")"));
        app.put("instances", 2);
        app.put("exec_mode", "cluster");
        app.put("kill_timeout", 100);
        app.put("health", Map.of("http", "http://localhost:" + port + "/", "interval", 50, "timeout", 2000,
                "failures", 2, "grace", 60_000));
        try (Follower follower = daemon.follow("web")) {
            daemon.start(app);
            // Who has not been well yet is given its time; the second probe comes when the first has been answered.
            for (int asked = 0; asked < 2; asked++) {
                follower.await(event -> "asked".equals(event.get("line")) && Integer.valueOf(1).equals(event.get("pm_id")));
            }
            List<Object> before = column("pid");
            Signals.send((Integer) before.get(1), Signal.SIGSTOP);
            Map<String, Object> event = follower.awaitProcess("restart unhealthy");
            assertEquals(1, event.get("pm_id"));
            assertEquals("no answer within 2000 ms, 2 times in a row", event.get("detail"));
            assertEquals(1, follower.awaitProcess("online").get("pm_id"));
            assertEquals(before.get(0), column("pid").get(0));
            assertNotEquals(before.get(1), column("pid").get(1));
        }
    }

    @Test
    void metricsAndActionsOfAWorkerAreShownAndCalled() throws Exception {
        needsNode();
        Map<String, Object> app = daemon.app("shop", daemon.script("shop.js",
                "process.on('message', m => process.send({type: 'axm:reply', data: {action_name: m, return: 'done'}}));",
                "process.send({type: 'axm:action', data: {action_name: 'purge', arity: 1}});",
                "process.send({type: 'axm:monitor', data: {Users: {value: 4}}});",
                "process.send({type: 'process:msg', data: {hello: 'world'}});"));
        try (Follower follower = daemon.follow("shop")) {
            daemon.start(app);
            Map<String, Object> said = follower.await(event -> String.valueOf(event).contains("hello"));
            assertTrue(String.valueOf(said).contains("world"), said.toString());
            Map<?, ?> environment = (Map<?, ?>) daemon.rows("jlist").getFirst().get("pm2_env");
            assertEquals(Map.of("Users", Map.of("value", 4)), environment.get("axm_monitor"));
            assertEquals(List.of(Map.of("action_name", "purge", "arity", 1)), environment.get("axm_actions"));
            Object answers = daemon.call("trigger", Map.of("targets", List.of("shop"), "action", "purge"));
            assertTrue(String.valueOf(answers).contains("answer=done"), answers.toString());
        }
    }
}
