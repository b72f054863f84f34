package millrace.cli.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import millrace.cluster.json.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code millrace runtime} says and does, as a process. */
class RuntimeTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"TERM", "INT", "QUIT"})
    void aSignalStopsTheWorkersInOrder(String signal) throws Exception {
        Path script = script("trap 'echo bye; exit 0' INT\necho ready\nidle");
        try (StartedApp app = StartedApp.run(folder, 0, List.of(script.toString(), "-n", "deaf"))) {
            app.await(line -> line.equals("0|deaf | ready"));
            app.signal(signal);
            app.await(line -> line.startsWith("millrace | SIG" + signal));
            app.await(line -> line.equals("0|deaf | bye"));
            assertTrue(app.await(line -> line.contains("deaf ended")).endsWith("code 0"));
            assertEquals(0, app.exitCode());
            assertTrue(app.said().contains("millrace | stopped\n"), app.said());
        }
    }

    @Test
    void aSecondSignalHurries() throws Exception {
        Path script = script("trap '' INT\necho ready\nidle");
        try (StartedApp app = StartedApp.run(folder, 0, List.of(script.toString()))) {
            app.await(line -> line.endsWith("ready"));
            app.signal("INT");
            app.await(line -> line.contains("SIGINT: stopping"));
            app.signal("INT");
            assertTrue(app.await(line -> line.contains("app ended")).contains("SIGKILL"));
            assertEquals(0, app.exitCode());
        }
    }

    @Test
    void aWorkerThatDiesIsReplacedAndTheReasonIsSaid() throws Exception {
        Path script = script("echo pid $$\n[ -e " + folder + "/died ] && idle\n"
                + "touch " + folder + "/died; kill -KILL $$");
        try (StartedApp app = StartedApp.run(folder, 0, List.of(script.toString()))) {
            assertTrue(app.await(line -> line.contains("ended")).contains("signal SIGKILL"));
            app.await(line -> line.equals("millrace | 0|app starting another"));
            app.await(line -> line.startsWith("0|app | pid "));
            app.stop();
        }
    }

    @Test
    void aPortThatIsTakenEndsTheStartWithTheReasonLast() throws Exception {
        try (ServerSocket taken = new ServerSocket(0)) {
            Path source = Files.writeString(folder.resolve("App.java"), "void main() throws Exception {"
                    + " millrace.http.HttpServer.listen(" + taken.getLocalPort() + ", (q, r) -> r.send()); }");
            Outcome outcome = end(source.toString(), "-i", "2");
            assertEquals(1, outcome.exitCode);
            String last = outcome.said.lines().toList().getLast();
            assertTrue(last.contains(":" + taken.getLocalPort() + ": address already in use"), outcome.said);
            assertFalse(outcome.said.contains("starting another"), outcome.said);
        }
    }

    @Test
    void otherSignalsArePassedOn() throws Exception {
        Path script = script("trap 'echo hung up' HUP; trap 'echo one' USR1; trap 'echo two' USR2; echo ready\n"
                + "while :; do idle; done");
        try (StartedApp app = StartedApp.run(folder, 0, List.of(script.toString()))) {
            app.await(line -> line.endsWith("ready"));
            app.signal("HUP");
            app.await(line -> line.equals("0|app | hung up"));
            app.signal("USR1");
            app.await(line -> line.equals("0|app | one"));
            app.signal("USR2");
            app.await(line -> line.equals("0|app | two"));
            app.stop();
        }
    }

    @ParameterizedTest
    @CsvSource({"exit 0, 0", "exit 7, 7", "kill -TERM $$, 143"})
    void aJobEndsItWithItsOwnCode(String end, int code) throws Exception {
        Outcome outcome = end(script("echo done; " + end).toString(), "--no-autorestart");
        assertEquals(code, outcome.exitCode, outcome.said);
        assertTrue(outcome.said.contains("0|app | done\n"), outcome.said);
    }

    @Test
    void anAppThatIsGivenUpEndsItWithItsCode() throws Exception {
        assertEquals(3, end(script("exit 3").toString(), "--max-restarts", "1").exitCode);
    }

    @Test
    void everyLineIsJsonWhereThatIsWanted() throws Exception {
        Path script = script("printf '%s\\n' one two '\"thr\\ee\"'; head -c 200000 /dev/zero | tr '\\0' x; echo; echo bad >&2");
        Outcome outcome = end(script.toString(), "--json", "--no-autorestart");
        List<String> messages = new ArrayList<>();
        for (String line : outcome.said.lines().toList()) {
            Map<?, ?> record = (Map<?, ?>) Json.read(line.getBytes(UTF_8), 0, line.getBytes(UTF_8).length);
            if (!"process_event".equals(record.get("type"))) {
                assertEquals("app", record.get("app_name"));
                messages.add(record.get("type") + " " + record.get("message"));
            }
        }
        assertTrue(messages.containsAll(List.of("out one", "out two", "out \"thr\\ee\"", "err bad")));
        assertTrue(messages.contains("out " + "x".repeat(200_000)));
        assertEquals(5, messages.size());
    }

    @Test
    void whenItIsKilledItsAppsEndToo() throws Exception {
        try (StartedApp app = StartedApp.run(folder, 0, List.of(script("echo pid $$; idle").toString()))) {
            String line = app.await(each -> each.contains("| pid "));
            ProcessHandle script = ProcessHandle.of(Long.parseLong(line.replaceAll(".* ", ""))).orElseThrow();
            app.signal("KILL");
            script.onExit().get(60, TimeUnit.SECONDS);
        }
    }

    @Test
    void rawOutputIsTheAppsAlone() throws Exception {
        assertEquals("one\n", end(script("echo one").toString(), "--raw", "--no-autorestart").said);
    }

    @Test
    void theAppsOfAProcessFileRunTogetherAndTheLastOneEndsIt() throws Exception {
        script("echo $WORD; exit $CODE");
        Path file = Files.writeString(folder.resolve("apps.json"), "{\"apps\": ["
                + "{\"name\": \"a\", \"script\": \"./app.sh\", \"autorestart\": false, \"env\": {\"WORD\": \"one\", \"CODE\": 4}},"
                + "{\"name\": \"b\", \"script\": \"./app.sh\", \"env\": {\"WORD\": \"no\", \"CODE\": 5}}]}");
        Outcome outcome = end(file.toString(), "--only", "a");
        assertEquals(4, outcome.exitCode, outcome.said);
        assertTrue(outcome.said.contains("0|a | one\n"), outcome.said);
        assertFalse(outcome.said.contains("no\n"), outcome.said);
    }

    /** The first process of a namespace is left with the children of those that die. */
    @Test
    void asTheFirstProcessOfANamespaceItReapsOrphansAndEndsWithTheAppsCode() throws Exception {
        List<String> unshare = List.of("unshare", "--pid", "--fork", "--mount-proc", "--kill-child");
        assumeTrue(StartedApp.canRun(unshare), "new PID namespaces are not allowed");
        Path script = script("(sh -c 'exec sh -c \"exit 0\"' &) ; sh -c 'sleep 0.1 & exit 0'\necho pid $PPID\n"
                + "zombies() { cat /proc/[0-9]*/stat 2> /dev/null | grep -c ' (s[hl].*) Z 1 '; }\n"
                + "until [ $(zombies) -gt 0 ]; do :; done; echo zombies\n"
                + "while [ $(zombies) -gt 0 ]; do :; done; echo reaped; exit 9");
        List<String> arguments = List.of(script.toString(), "--no-autorestart");
        try (StartedApp app = StartedApp.run(unshare, folder, 0, arguments)) {
            app.await(line -> line.equals("0|app | pid 1"));
            app.await(line -> line.equals("0|app | reaped"));
            assertEquals(9, app.exitCode());
        }
    }

    @Test
    void argumentsAndFoldersReachTheApp() throws Exception {
        Path script = script("pwd; printf '<%s>\\n' \"$@\"; idle");
        Path elsewhere = Files.createDirectory(folder.resolve("else where")).toRealPath();
        List<String> arguments = List.of(script.toString(), "--cwd", elsewhere.toString(), "--", "-h", "a b");
        try (StartedApp app = StartedApp.run(folder, 0, arguments)) {
            app.await(line -> line.equals("0|app | " + elsewhere));
            app.await(line -> line.equals("0|app | <-h>"));
            app.await(line -> line.equals("0|app | <a b>"));
            app.stop();
        }
    }

    @Test
    void flagsForJavaReachIt() throws Exception {
        Path source = Files.writeString(folder.resolve("App.java"), "void main() {"
                + " for (var gc : java.lang.management.ManagementFactory.getGarbageCollectorMXBeans())"
                + " System.out.println(gc.getName()); System.out.println(System.getProperty(\"p\")); }");
        List<String> arguments = List.of(source.toString(), "--interpreter-args=-XX:+UseG1GC -Dp=x");
        try (StartedApp app = StartedApp.run(folder, 0, arguments)) {
            app.await(line -> line.equals("0|App | G1 Young Generation"));
            app.await(line -> line.equals("0|App | x"));
        }
    }

    @Test
    void aSourceThatDoesNotCompileIsShownAsTheCompilerShowsIt() throws Exception {
        Path source = Files.writeString(folder.resolve("App.java"), "void main() { int x = ; }");
        Outcome outcome = end(source.toString());
        assertEquals(1, outcome.exitCode);
        assertTrue(outcome.said.contains("App.java:1: error: illegal start of expression"), outcome.said);
        assertTrue(outcome.said.contains("does not compile"), outcome.said);
        assertFalse(outcome.said.contains("Exception"), outcome.said);
    }

    /** As with {@code java App.java}: other files are found by their package, and a change of theirs counts. */
    @Test
    void aSourceIsCompiledOnceAndAgainWhenAFileThatItNeedsHasChanged() throws Exception {
        Path source = Files.writeString(folder.resolve("App.java"),
                "public class App { public static void main(String[] a) { System.out.println(p.Other.TEXT); } }");
        Path other = Files.createDirectory(folder.resolve("p")).resolve("Other.java");
        Files.writeString(other, "package p; public class Other { public static final String TEXT = \"one\"; }");
        assertTrue(firstOutput(source).contains("compiling App.java\n"));
        assertFalse(firstOutput(source).contains("compiling"));
        Files.writeString(other, "package p; public class Other { public static final String TEXT = \"three\"; }");
        assertTrue(firstOutput(source).endsWith("0|App | three\n"));
    }

    /** Its workers may load a class at any time, and new ones are started from the same command. */
    @Test
    void anAppThatRunsKeepsItsClassesWhenItsSourceIsChangedAndStartedAgain() throws Exception {
        Path source = Files.writeString(folder.resolve("App.java"), idleApp("one"));
        try (StartedApp first = StartedApp.run(folder, 0, List.of(source.toString()))) {
            long pid = Long.parseLong(first.await(line -> line.contains("started, process")).replaceAll(".* ", ""));
            first.await(line -> line.equals("0|App | one"));
            Files.writeString(source, idleApp("three"));
            firstOutput(source);
            assertTrue(ProcessHandle.of(pid).orElseThrow().destroyForcibly());
            first.await(line -> line.equals("0|App | one"));
            first.stop();
        }
    }

    private static String idleApp(String text) {
        return "public class App { public static void main(String[] a) throws Exception { new Object() { void say() {"
                + " System.out.println(\"" + text + "\"); } }.say(); Thread.currentThread().join(); } }";
    }

    @Test
    void mistakesAreToldInASentenceWithItsExitCode() throws Exception {
        Files.createFile(folder.resolve("server.js"));
        Outcome missing = end(folder.resolve("servre.js").toString());
        assertEquals(1, missing.exitCode);
        assertTrue(missing.said.endsWith("Did you mean " + folder.resolve("server.js") + "?\n"), missing.said);
        Outcome badCount = end(folder.resolve("server.js").toString(), "-i", "many");
        assertEquals(1, badCount.exitCode);
        assertTrue(badCount.said.contains("\"many\""), badCount.said);
        Outcome unknown = end(folder.resolve("server.js").toString(), "--instnaces", "2");
        assertEquals(1, unknown.exitCode);
        assertTrue(unknown.said.contains("--instances"), unknown.said);
        Outcome badPoller = end(folder.resolve("server.js").toString(), "--poller", "kqueue");
        assertEquals(1, badPoller.exitCode);
        assertTrue(badPoller.said.contains("epoll"), badPoller.said);
    }

    private record Outcome(int exitCode, String said) {}

    private Outcome end(String... arguments) throws Exception {
        try (StartedApp app = StartedApp.run(folder, 0, List.of(arguments))) {
            return new Outcome(app.exitCode(), app.said());
        }
    }

    private String firstOutput(Path source) throws Exception {
        try (StartedApp app = StartedApp.run(folder, 0, List.of(source.toString()))) {
            app.await(line -> line.startsWith("0|App | "));
            return app.said();
        }
    }

    /** A script may be {@code idle}: it waits for ever, and needs no process for it that would be left behind. */
    private Path script(String text) throws IOException {
        String idle = "[ -p \"$0.idle\" ] || mkfifo \"$0.idle\"; idle() { read -r _ <> \"$0.idle\"; }\n";
        return Files.writeString(folder.resolve("app.sh"), idle + text + "\n");
    }
}
