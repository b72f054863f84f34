package millrace.manager.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import millrace.manager.client.DaemonException;
import millrace.manager.program.SearchPath;
import millrace.os.PidFd;
import millrace.os.Proc;
import millrace.os.Signal;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The daemon dies, by force, and another takes its place: every process is accounted for. */
@Timeout(120)
final class SurvivalTest {
    private RunningDaemon daemon;

    @BeforeEach
    void start() throws IOException {
        daemon = RunningDaemon.start();
    }

    @AfterEach
    void stop() throws IOException {
        daemon.close();
    }

    @Test
    void ofTenAppsOfFourKindsThoseThatCanGoOnDoAndTheOthersAreBack() throws Exception {
        assumeTrue(SearchPath.ofEnvironment().find("node").isPresent(), "Node is not installed");
        assumeTrue(SearchPath.ofEnvironment().find("python3").isPresent(), "Python is not installed");
        int port = freePort();
        daemon.client().call("start", Map.of("apps", tenApps(port)));
        Map<String, Integer> before = pids();
        assertEquals(13, before.size());
        awaitNoted(13);
        await(() -> Files.exists(daemon.home().folder().resolve("up-" + port)));
        String serving = get(port);

        killDaemon();
        assertEquals(serving, get(port));
        daemon = daemon.again();

        // A machine that is busy may take longer for all of it than a client is kept waiting.
        await(() -> pids().keySet().equals(before.keySet()));
        onlyThoseOfClustersAreOthers(before);
        assertEquals(serving, get(port));
        try (PidFd adopted = PidFd.open(before.get("shell0:10"))) {
            daemon.call("delete", "all");
            RunningDaemon.awaitEnd(adopted);
        }
        for (int pid : before.values()) {
            assertFalse(runs(pid));
        }
    }

    private void onlyThoseOfClustersAreOthers(Map<String, Integer> before) throws Exception {
        for (Map.Entry<String, Integer> entry : before.entrySet()) {
            int old = entry.getValue();
            if (entry.getKey().startsWith("cluster")) {
                await(() -> pids().get(entry.getKey()) != 0 && pids().get(entry.getKey()) != old);
                assertFalse(runs(old), entry.getKey());
            } else {
                assertEquals(old, pids().get(entry.getKey()), entry.getKey());
            }
        }
    }

    /** @param port of the first one of Node in fork mode */
    private List<Map<String, Object>> tenApps(int port) throws IOException {
        Path web = daemon.script("web.js",
                "require('http').createServer((q, r) => r.end('' + process.pid)).listen(+process.env.PORT, '127.0.0.1',",
                "    () => require('fs').writeFileSync('up-' + process.env.PORT, ''))");
        Path snake = daemon.script("snake.py", "import signal", "print('up')", "signal.pause()");
        Path shell = daemon.script("shell.sh", "echo up", "exec sleep 1000");
        List<Map<String, Object>> apps = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            apps.add(app("cluster" + i, web, Map.of("exec_mode", "cluster", "instances", "2"), freePort()));
            apps.add(app("fork" + i, web, Map.of(), i == 0 ? port : freePort()));
        }
        for (int i = 0; i < 2; i++) {
            apps.add(app("snake" + i, snake, Map.of(), 0));
            apps.add(app("shell" + i, shell, Map.of(), 0));
        }
        return apps;
    }

    @Test
    void whatServesIsNotEndedBecauseItsScriptWasMovedMeanwhile() throws Exception {
        Path shell = daemon.script("moved.sh", "exec sleep 1000");
        daemon.start(daemon.app("moved", shell));
        int pid = pids().get("moved:0");
        awaitNoted(1);
        killDaemon();
        Files.move(shell, shell.resolveSibling("elsewhere.sh"));
        daemon = daemon.again();
        try (PidFd orphan = PidFd.open(pid)) {
            assertTrue(Files.readString(daemon.home().daemonLog())
                    .contains("process " + pid + " of it goes on running, and is not looked after"));
            assertTrue(runs(pid));
            signal(pid, Signal.SIGKILL);
            RunningDaemon.awaitEnd(orphan);
        }
    }

    @Test
    void anAdoptedProcessKeepsItsLogAndIsStartedAgainWhenItEnds() throws Exception {
        Path shell = daemon.script("talk.sh", "trap 'echo heard' USR1", "echo up $$",
                "[ -p \"$0.idle\" ] || mkfifo \"$0.idle\"", "while :; do read -r _ <> \"$0.idle\"; done");
        Map<String, Object> app = daemon.app("talk", shell);
        app.put("out_file", daemon.home().folder().resolve("talk.log").toString());
        daemon.start(app);
        int pid = pids().get("talk:0");
        awaitNoted(1);
        Path log = daemon.home().folder().resolve("talk.log");
        await(() -> Files.exists(log) && Files.readString(log).equals("up " + pid + "\n"));
        killDaemon();
        signal(pid, Signal.SIGUSR1);
        daemon = daemon.again();
        assertEquals(pid, pids().get("talk:0"));
        await(() -> Files.readString(log).equals("up " + pid + "\nheard\n"));
        signal(pid, Signal.SIGUSR1);
        await(() -> Files.readString(log).equals("up " + pid + "\nheard\nheard\n"));
        signal(pid, Signal.SIGKILL);
        await(() -> pids().get("talk:0") != 0 && pids().get("talk:0") != pid);
    }

    @Test
    void aStoppedAppStaysStoppedAndWhatEndedMeanwhileIsStarted() throws Exception {
        Path shell = daemon.script("idle.sh", "exec sleep 1000");
        daemon.start(daemon.app("stopped", shell), daemon.app("dies", shell));
        daemon.call("stop", "stopped");
        int dies = pids().get("dies:1");
        awaitNoted(1);
        killDaemon();
        try (PidFd process = PidFd.open(dies)) {
            signal(dies, Signal.SIGKILL);
            RunningDaemon.awaitEnd(process);
        }
        daemon = daemon.again();
        Map<String, Integer> after = pids();
        assertEquals(0, after.get("stopped:0"));
        assertNotEquals(dies, after.get("dies:1"));
        await(() -> pids().get("dies:1") > 0);
    }

    @Test
    void aDaemonThatLeavesHandsItsAppsOn() throws Exception {
        daemon.start(daemon.app("idle", daemon.script("idle.sh", "exec sleep 1000")));
        int pid = pids().get("idle:0");
        try (PidFd process = PidFd.open(daemon.pid())) {
            daemon.client().call("leave", Map.of());
            RunningDaemon.awaitEnd(process);
        }
        daemon = daemon.again();
        assertEquals(pid, pids().get("idle:0"));
    }

    /** The gate is closed while the daemon brings its apps back: it is asked which Node there is, and gets no answer. */
    @Test
    void aDaemonThatIsKilledWhileItBringsAppsBackLosesNone() throws Exception {
        Path bin = Files.createDirectory(daemon.home().folder().resolve("bin"));
        Path gate = bin.resolve("gate");
        Path asked = bin.resolve("asked");
        Path node = daemon.script("bin/node", "#!/bin/sh", "[ $1 = --version ] || exec sleep 1000",
                "[ ! -p " + gate + " ] || { echo > " + asked + "; read -r _ < " + gate + "; }", "echo v24.0.0");
        assertTrue(node.toFile().setExecutable(true));
        Map<String, Object> slow = daemon.app("slow", daemon.script("slow.ts", ""));
        slow.put("env", Map.of("PATH", bin + ":/usr/bin:/bin"));
        daemon.start(slow, daemon.app("idle", daemon.script("idle.sh", "exec sleep 1000")));
        Map<String, Integer> before = pids();
        awaitNoted(2);
        killDaemon();
        assertEquals(0, new ProcessBuilder("mkfifo", gate.toString()).start().waitFor());
        daemon = daemon.again();
        await(() -> Files.exists(asked) && pids().containsKey("idle:1"));
        killDaemon();
        Files.writeString(gate, "go\n");
        Files.delete(gate);
        daemon = daemon.again();
        assertEquals(before, pids());
    }

    @Test
    void afterKillTheNextDaemonHasNothing() throws Exception {
        daemon.start(daemon.app("idle", daemon.script("idle.sh", "exec sleep 1000")));
        awaitNoted(1);
        RunningDaemon.kill(daemon.client());
        assertFalse(Files.exists(daemon.home().running()));
        daemon = daemon.again();
        assertEquals(Map.of(), pids());
    }

    @Test
    void whatIsSavedComesBackAndWhatIsThereStays() throws Exception {
        Path shell = daemon.script("idle.sh", "exec sleep 1000");
        daemon.start(daemon.app("a", shell), daemon.app("b", shell), daemon.app("c", shell));
        daemon.call("stop", "b");
        daemon.client().call("save", Map.of());
        daemon.call("delete", "b", "c");
        int pid = pids().get("a:0");
        daemon.client().call("resurrect", Map.of());
        assertEquals(List.of("a:0", "b:1", "c:2"), List.copyOf(pids().keySet()).stream().sorted().toList());
        assertEquals(pid, pids().get("a:0"));
        assertEquals(0, pids().get("b:1"));
        daemon.call("delete", "all");
        DaemonException refusal = assertThrows(DaemonException.class, () -> daemon.client().call("save", Map.of()));
        String refused = refusal.getMessage();
        assertTrue(refused.contains("save --force"), refused);
    }

    private Map<String, Object> app(String name, Path script, Map<String, Object> more, int port) {
        Map<String, Object> app = daemon.app(name, script);
        app.putAll(more);
        Map<String, Object> environment = asMap(app.get("env"));
        environment.put("PORT", Integer.toString(port));
        app.put("env", environment);
        return app;
    }

    private static Map<String, Object> asMap(Object value) {
        Map<String, Object> map = new HashMap<>();
        ((Map<?, ?>) value).forEach((name, each) -> map.put((String) name, each));
        return map;
    }

    /** By name and pm id; 0 for none. */
    private Map<String, Integer> pids() throws IOException {
        Map<String, Integer> pids = new HashMap<>();
        for (Map<String, Object> row : daemon.list()) {
            pids.put(row.get("name") + ":" + row.get("pm_id"), ((Number) row.get("pid")).intValue());
        }
        return pids;
    }

    private void killDaemon() throws IOException {
        try (PidFd process = PidFd.open(daemon.pid())) {
            process.send(Signal.SIGKILL);
            RunningDaemon.awaitEnd(process);
        }
    }

    /** Until the note for the next daemon has so many processes in it. */
    private void awaitNoted(int processes) throws Exception {
        Path note = daemon.home().running();
        await(() -> Files.exists(note) && Files.readString(note).split("\"start_ticks\"", -1).length == processes + 1);
    }

    private interface Condition {
        boolean holds() throws Exception;
    }

    /** Asks the daemon between two looks, which takes a moment. */
    private void await(Condition condition) throws Exception {
        while (!condition.holds()) {
            daemon.client().call("ping", Map.of());
        }
    }

    private static void signal(int pid, Signal signal) throws IOException {
        try (PidFd process = PidFd.open(pid)) {
            assertEquals(0, process.send(signal));
        }
    }

    private static boolean runs(int pid) throws IOException {
        Proc process = Proc.of(pid);
        return process != null && process.state() != 'Z';
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static String get(int port) throws IOException {
        try (var answer = URI.create("http://127.0.0.1:" + port + "/").toURL().openStream()) {
            return new String(answer.readAllBytes());
        }
    }
}
