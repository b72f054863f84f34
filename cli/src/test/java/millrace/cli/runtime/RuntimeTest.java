package millrace.cli.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code millrace runtime} says and does, as a process. */
class RuntimeTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"TERM", "INT", "HUP", "QUIT"})
    void aSignalStopsTheWorkersInOrder(String signal) throws Exception {
        Path script = script("trap 'echo bye; exit 0' TERM\necho ready\nidle");
        try (StartedApp app = StartedApp.run(folder, 0, List.of(script.toString(), "-n", "deaf"))) {
            app.await(line -> line.equals("deaf.1 | ready"));
            app.signal(signal);
            app.await(line -> line.startsWith("millrace | SIG" + signal));
            app.await(line -> line.equals("deaf.1 | bye"));
            assertTrue(app.await(line -> line.contains("worker 1 ended")).endsWith("exit code 0"));
            assertEquals(0, app.exitCode());
            assertTrue(app.said().endsWith("millrace | stopped\n"), app.said());
        }
    }

    @Test
    void aSecondSignalHurries() throws Exception {
        Path script = script("trap '' TERM\necho ready\nidle");
        try (StartedApp app = StartedApp.run(folder, 0, List.of(script.toString()))) {
            app.await(line -> line.endsWith("ready"));
            app.signal("INT");
            app.await(line -> line.contains("SIGINT: stopping"));
            app.signal("INT");
            assertTrue(app.await(line -> line.contains("worker 1 ended")).contains("SIGKILL"));
            assertEquals(0, app.exitCode());
        }
    }

    @Test
    void aWorkerThatDiesIsReplacedAndTheReasonIsSaid() throws Exception {
        Path script = script("echo pid $$\n[ -e " + folder + "/died ] && idle\n"
                + "touch " + folder + "/died; kill -KILL $$");
        try (StartedApp app = StartedApp.run(folder, 0, List.of(script.toString()))) {
            assertTrue(app.await(line -> line.contains("ended")).contains("killed by SIGKILL"));
            app.await(line -> line.equals("millrace | starting another"));
            app.await(line -> line.startsWith("app.2 | pid "));
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
    void argumentsAndFoldersReachTheApp() throws Exception {
        Path script = script("pwd; printf '<%s>\\n' \"$@\"; idle");
        Path elsewhere = Files.createDirectory(folder.resolve("else where")).toRealPath();
        List<String> arguments = List.of(script.toString(), "--cwd", elsewhere.toString(), "--", "-h", "a b");
        try (StartedApp app = StartedApp.run(folder, 0, arguments)) {
            app.await(line -> line.equals("app.1 | " + elsewhere));
            app.await(line -> line.equals("app.1 | <-h>"));
            app.await(line -> line.equals("app.1 | <a b>"));
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
            app.await(line -> line.equals("App.1 | G1 Young Generation"));
            app.await(line -> line.equals("App.1 | x"));
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
        assertTrue(firstOutput(source).endsWith("App.1 | three\n"));
    }

    /** Its workers may load a class at any time, and new ones are started from the same command. */
    @Test
    void anAppThatRunsKeepsItsClassesWhenItsSourceIsChangedAndStartedAgain() throws Exception {
        Path source = Files.writeString(folder.resolve("App.java"), idleApp("one"));
        try (StartedApp first = StartedApp.run(folder, 0, List.of(source.toString()))) {
            long pid = Long.parseLong(first.await(line -> line.contains("started, pid")).replaceAll(".* ", ""));
            first.await(line -> line.equals("App.1 | one"));
            Files.writeString(source, idleApp("three"));
            firstOutput(source);
            assertTrue(ProcessHandle.of(pid).orElseThrow().destroyForcibly());
            first.await(line -> line.equals("App.2 | one"));
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
        assertEquals(2, badCount.exitCode);
        assertTrue(badCount.said.contains("\"many\""), badCount.said);
        Outcome unknown = end(folder.resolve("server.js").toString(), "--instnaces", "2");
        assertEquals(2, unknown.exitCode);
        assertTrue(unknown.said.contains("--instances"), unknown.said);
        Outcome badPoller = end(folder.resolve("server.js").toString(), "--poller", "kqueue");
        assertEquals(2, badPoller.exitCode);
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
            app.await(line -> line.startsWith("App.1 | "));
            return app.said();
        }
    }

    /** A script may be {@code idle}: it waits for ever, and needs no process for it that would be left behind. */
    private Path script(String text) throws IOException {
        String idle = "[ -p \"$0.idle\" ] || mkfifo \"$0.idle\"; idle() { read -r _ <> \"$0.idle\"; }\n";
        return Files.writeString(folder.resolve("app.sh"), idle + text + "\n");
    }
}
