package millrace.manager.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import millrace.manager.client.DaemonException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Verbs against a real daemon and real processes: shell scripts. */
final class LifeVerbsTest {
    private RunningDaemon daemon;
    private Path sleeper;

    @BeforeEach
    void start() throws IOException {
        daemon = RunningDaemon.start();
        sleeper = daemon.script("sleeper.sh", "echo up $NODE_APP_INSTANCE $pm_id", "exec sleep 1000");
    }

    @AfterEach
    void stop() throws IOException {
        daemon.close();
    }

    private String refusal(String verb, Map<String, ?> fields) {
        return assertThrows(DaemonException.class, () -> daemon.call(verb, fields)).getMessage();
    }

    private Map<String, Object> app(String name, String... pairs) {
        Map<String, Object> app = daemon.app(name, sleeper);
        for (int i = 0; i < pairs.length; i += 2) {
            app.put(pairs[i], pairs[i + 1]);
        }
        return app;
    }

    private List<Object> column(String name, String... targets) throws IOException {
        return daemon.list(targets).stream().map(row -> row.get(name)).toList();
    }

    @Test
    void idsCountUpAndBeginAgainWhenTheListIsEmpty() throws IOException {
        daemon.start(app("a", "instances", "2"), app("b"));
        assertEquals(List.of(0, 1, 2), column("pm_id"));
        daemon.call("delete", "1");
        daemon.start(app("c"));
        assertEquals(List.of(0, 2, 3), column("pm_id"));
        daemon.call("delete", "all");
        assertEquals(List.of(), daemon.list());
        daemon.start(app("d"));
        assertEquals(List.of(0), column("pm_id"));
    }

    @Test
    void whatIsStoppedStaysInTheListAndStartsAgain() throws IOException {
        daemon.start(app("a"));
        daemon.call("stop", "a");
        assertEquals(List.of("stopped"), column("status"));
        assertEquals(List.of(0), column("pid"));
        daemon.call("start", "a");
        assertEquals(List.of("online"), column("status"));
    }

    @Test
    void aRestartIsAnotherProcessUnderTheSameId() throws IOException {
        daemon.start(app("a"));
        Object before = column("pid").getFirst();
        daemon.call("restart", "0");
        assertNotEquals(before, column("pid").getFirst());
        assertEquals(List.of(1), column("restarts"));
        daemon.call("reset", "all");
        assertEquals(List.of(0), column("restarts"));
    }

    @Test
    void thePidFileOfWhatIsStoppedIsGone() throws IOException {
        daemon.start(app("a", "pid_file", sleeper.resolveSibling("a.pid").toString()));
        Path file = sleeper.resolveSibling("a-0.pid");
        assertEquals(column("pid").getFirst().toString(), Files.readString(file));
        daemon.call("restart", "a");
        assertEquals(column("pid").getFirst().toString(), Files.readString(file));
        daemon.call("stop", "a");
        assertFalse(Files.exists(file));
    }

    @Test
    void aScriptThatRunsIsNotStartedTwiceUnlessForced() throws IOException {
        daemon.start(app("a"));
        assertTrue(refusal("start", Map.of("apps", List.of(app("a")))).contains("already launched"));
        daemon.call("start", Map.of("apps", List.of(app("a")), "force", true));
        assertEquals(List.of("a", "a"), column("name"));
        assertEquals(2, column("pid").stream().distinct().count());
    }

    @Test
    void nothingOfAStartIsLeftWhenOneOfItCannotRun() throws IOException {
        Map<String, Object> missing = daemon.app("missing", Path.of("/nonexistent/app.sh"));
        assertTrue(refusal("start", Map.of("apps", List.of(app("a"), missing))).contains("/nonexistent/app.sh"));
        assertEquals(List.of(), daemon.list());
    }

    @Test
    void whatOthersNeedStartsFirstAndStopsLast() throws Exception {
        Map<String, Object> web = app("web");
        web.put("depends_on", List.of("api"));
        Map<String, Object> api = app("api");
        api.put("depends_on", List.of("db"));
        try (Follower follower = daemon.follow("all")) {
            daemon.start(web, api, app("db"));
            assertEquals("db", follower.awaitProcess("start").get("name"));
            assertEquals("api", follower.awaitProcess("start").get("name"));
            assertEquals("web", follower.awaitProcess("start").get("name"));
            daemon.call("stop", Map.of("targets", List.of("all"), "parallel", 1));
            assertEquals("web", follower.awaitProcess("stop").get("name"));
            assertEquals("api", follower.awaitProcess("stop").get("name"));
            assertEquals("db", follower.awaitProcess("stop").get("name"));
        }
    }

    @Test
    void nobodyStartsWhenWhatItNeedsIsGivenUp() throws IOException {
        Map<String, Object> db = daemon.app("db", daemon.script("db.sh", "exit 3"));
        db.put("wait_ready", true);
        Map<String, Object> web = app("web");
        web.put("depends_on", List.of("db"));
        String refused = refusal("start", Map.of("apps", List.of(web, db)));
        assertTrue(refused.contains("db"), refused);
        assertEquals(List.of("stopped"), column("status", "web"));
    }

    @Test
    void aProgramThatIsDoneAndWellIsAsGoodAsReady() throws IOException {
        Map<String, Object> migration = daemon.app("migration", daemon.script("migration.sh", "exit 0"));
        migration.put("autorestart", false);
        Map<String, Object> web = app("web");
        web.put("depends_on", List.of("migration"));
        daemon.start(web, migration);
        assertEquals(List.of("online"), column("status", "web"));
    }

    @Test
    void appsThatWaitForEachOtherAreNamed() {
        Map<String, Object> one = app("one");
        one.put("depends_on", List.of("two"));
        Map<String, Object> two = app("two");
        two.put("depends_on", List.of("one"));
        assertTrue(refusal("start", Map.of("apps", List.of(one, two))).contains("one -> two -> one"));
        assertTrue(refusal("start", Map.of("apps", List.of(one))).contains("neither in the list"));
    }

    @Test
    void aProcessFileAppliesEveryKeyAndTheNumberOfInstances() throws IOException {
        daemon.start(app("a", "instances", "3"));
        Map<String, Object> changed = app("a", "instances", "2", "namespace", "other");
        changed.put("env", Map.of("PATH", System.getenv("PATH"), "NEW", "yes"));
        daemon.call("start", Map.of("apps", List.of(changed), "file", true));
        assertEquals(List.of(0, 1), column("pm_id"));
        assertEquals(List.of("other", "other"), column("namespace"));
        assertEquals("yes", environmentOf("NEW"));
        daemon.call("start", Map.of("apps", List.of(app("a", "instances", "4")), "file", true));
        assertEquals(4, daemon.list().size());
        assertNull(environmentOf("NEW"));
    }

    /** As its process has it: nothing for a moment, when it becomes another program. */
    private String environmentOf(String name) throws IOException {
        String all = "";
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (all.isEmpty() && System.nanoTime() < end) {
            all = Files.readString(Path.of("/proc", column("pid").getFirst().toString(), "environ"));
        }
        for (String variable : all.split("\0")) {
            if (variable.startsWith(name + "=")) {
                return variable.substring(name.length() + 1);
            }
        }
        return null;
    }

    @Test
    void anEnvironmentIsTakenOverOnlyWhenAskedFor() throws IOException {
        daemon.start(app("a"));
        daemon.call("restart", "a");
        assertNull(environmentOf("FRESH"));
        daemon.call("restart", Map.of("targets", List.of("a"), "env", Map.of("FRESH", "1")));
        assertEquals("1", environmentOf("FRESH"));
        daemon.call("restart", "a");
        assertEquals("1", environmentOf("FRESH"));
    }

    @Test
    void optionsOfARestartChangeWhatTheySayForGood() throws IOException {
        Map<String, Object> app = app("a");
        app.put("env_test", Map.of("STAGE", "test"));
        daemon.start(app);
        daemon.call("restart", Map.of("targets", List.of("a"), "options", Map.of("namespace", "other"), "env_name", "test"));
        assertEquals(List.of("other"), column("namespace"));
        assertEquals("test", environmentOf("STAGE"));
        daemon.call("restart", "a");
        assertEquals(List.of("other"), column("namespace"));
        assertTrue(refusal("restart", Map.of("targets", List.of("a"), "options", Map.of("namespase", "x")))
                .contains("did you mean \"namespace\"?"));
    }

    @Test
    void eachInstanceKnowsItsPlace() throws Exception {
        try (Follower follower = daemon.follow("all")) {
            daemon.start(app("first"), app("a", "instances", "2"));
            follower.awaitLine("up 0 0");
            follower.awaitLine("up 1 2");
        }
    }

    @Test
    void scaleStartsMoreAndTakesTheNewestAway() throws IOException {
        daemon.start(app("a", "instances", "2"));
        daemon.call("scale", Map.of("targets", List.of("a"), "instances", List.of("+2")));
        assertEquals(List.of(0, 1, 2, 3), column("pm_id"));
        daemon.call("scale", Map.of("targets", List.of("a"), "instances", List.of("1")));
        assertEquals(List.of(0), column("pm_id"));
        assertTrue(refusal("scale", Map.of("targets", List.of("a"), "instances", List.of("1"))).contains("Nothing to do"));
        assertTrue(refusal("scale", Map.of("targets", List.of("a"), "instances", List.of("x"))).contains("\"x\""));
    }

    @Test
    void whoDiesIsReplacedAndCounted() throws Exception {
        daemon.start(app("a"));
        try (Follower follower = daemon.follow("a")) {
            daemon.call("signal", Map.of("targets", List.of("a"), "signal", "SIGKILL"));
            follower.awaitProcess("exit");
            follower.awaitProcess("start");
            assertEquals(List.of(1), column("restarts"));
        }
    }

    @Test
    void whatIsWrittenToItsInputComesBack() throws Exception {
        daemon.start(daemon.app("cat", daemon.script("cat.sh", "exec cat")));
        try (Follower follower = daemon.follow("cat")) {
            daemon.call("send", Map.of("targets", List.of("cat"), "text", "hällo"));
            assertEquals("out", follower.awaitLine("hällo").get("stream"));
        }
    }

    @Test
    void theListHasNoEnvironmentAndJlistHasItTwice() throws IOException {
        Map<String, Object> app = app("a");
        app.put("env", Map.of("PATH", System.getenv("PATH"), "SECRET", "hunter2"));
        daemon.start(app);
        assertFalse(daemon.list().toString().contains("hunter2"));
        assertFalse(daemon.rows("describe").toString().contains("hunter2"));
        Map<?, ?> environment = (Map<?, ?>) daemon.rows("jlist").getFirst().get("pm2_env");
        assertEquals("hunter2", environment.get("SECRET"));
        assertEquals("hunter2", ((Map<?, ?>) environment.get("env")).get("SECRET"));
    }

    @Test
    void jlistHasTheFieldsOfPm2() throws IOException {
        daemon.start(app("a", "instances", "1"));
        Map<String, Object> element = daemon.rows("jlist").getFirst();
        assertEquals(List.of("pid", "name", "pm2_env", "pm_id", "monit"), List.copyOf(element.keySet()));
        Map<?, ?> environment = (Map<?, ?>) element.get("pm2_env");
        List<String> expected = List.of(("name namespace args env instances vizion autostart autorestart watch instance_var pmx "
                        + "automation treekill username windowsHide kill_retry_time node_args pm_exec_path pm_cwd "
                        + "exec_interpreter exec_mode pm_out_log_path pm_err_log_path pm_pid_path km_link vizion_running "
                        + "NODE_APP_INSTANCE unique_id status pm_uptime axm_actions axm_monitor axm_options axm_dynamic "
                        + "created_at pm_id restart_time unstable_restarts exit_code prev_restart_delay version node_version "
                        + "_pm2_version")
                .split(" "));
        Map<Object, Object> missing = new LinkedHashMap<>();
        expected.stream().filter(name -> !environment.containsKey(name)).forEach(name -> missing.put(name, ""));
        assertEquals(Map.of(), missing);
        assertEquals("fork_mode", environment.get("exec_mode"));
        assertEquals("online", environment.get("status"));
    }

    @Test
    void badRequestsAreNamed() {
        assertTrue(refusal("stop", Map.of()).contains("targets"));
        assertTrue(refusal("stop", Map.of("targets", "all")).contains("list of strings"));
        assertTrue(refusal("stop", Map.of("targets", List.of("nix"))).contains("\"nix\""));
        assertTrue(refusal("start", Map.of("apps", List.of(Map.of("name", "x")))).contains("script"));
        assertTrue(refusal("start", Map.of("apps", 3)).contains("list of objects"));
        assertTrue(refusal("signal", Map.of("targets", List.of("all"), "signal", "NIX")).contains("NIX"));
    }
}
