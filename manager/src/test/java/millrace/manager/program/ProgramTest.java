package millrace.manager.program;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import millrace.loop.EventLoop;
import millrace.loop.PollerKind;
import millrace.loop.pool.IoPool;
import millrace.loop.pool.Lane;
import millrace.loop.pool.LaneOptions;
import millrace.manager.program.Program.Kind;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What runs an app is told by its name; interpreters are looked for in a folder of this test's own. */
class ProgramTest {
    @TempDir
    Path folder;

    private Map<String, String> environment;

    @BeforeEach
    void noInterpreters() {
        environment = Map.of("PATH", "/nowhere:" + folder);
    }

    @ParameterizedTest
    @CsvSource({"app.js, node, true", "app.mjs, node, true", "app.cjs, node, true", "a.b.py, python3, false",
        "app.sh, bash, false", "app.rb, ruby, false", "app.php, php, false", "app.pl, perl, false",
        "app.ts, bun, false", "app.TSX, bun, false", "app.jSx.JS, node, true", "server, node, true"})
    void theEndingNamesTheInterpreter(String app, String interpreter, boolean speaksCluster) throws Exception {
        Path installed = program(interpreter, "");
        Path file = Files.writeString(folder.resolve(app), "text");
        Program program = program(script(file).withInterpreterArgs(List.of("--flag")).withArgs(List.of("-x", "")));
        assertEquals(List.of(installed.toString(), "--flag", file.toString(), "-x", ""), program.command());
        assertEquals(speaksCluster, program.speaksCluster());
    }

    @Test
    void aMissingInterpreterIsNamedWithItsPackage() {
        ProgramException failure = assertThrows(ProgramException.class, () -> program(script(folder.resolve("a.py"))));
        assertTrue(failure.getMessage().contains("python3"), failure.getMessage());
        assertTrue(failure.getMessage().contains("apt-get install python3"), failure.getMessage());
    }

    @Test
    void aFileThatIsNotExecutableIsToldFromAProgram() throws Exception {
        Path file = Files.createFile(folder.resolve("server.bin"));
        ProgramException failure = assertThrows(ProgramException.class, () -> program(script(file)));
        assertTrue(failure.getMessage().contains("chmod +x " + file), failure.getMessage());
        assertTrue(file.toFile().setExecutable(true));
        assertEquals(new Program(List.of(file.toString()), Kind.OTHER, Map.of()), program(script(file)));
    }

    @Test
    void aScriptThatNamesNodeInItsFirstLineSpeaksNodesProtocol() throws Exception {
        assertTrue(program(script(program("server", "#!/usr/bin/env node\n"))).speaksCluster());
        assertFalse(program(script(program("other", "#!/bin/sh\n# node\n"))).speaksCluster());
    }

    @Test
    void flagsForNoInterpreterAreAMistake() throws Exception {
        Path file = program("server", "");
        ProgramException failure = assertThrows(ProgramException.class, () -> program(script(file).withInterpreterArgs(List.of("-x"))));
        assertTrue(failure.getMessage().contains("without an interpreter"), failure.getMessage());
    }

    @ParameterizedTest
    @CsvSource({
        "v22.6.0, --experimental-strip-types",
        "v22.17.1, --experimental-strip-types",
        "v22.18.0, ",
        "v24.1.0, "
    })
    void typeScriptGetsItsFlagWhereNodeWantsOne(String version, String flag) throws Exception {
        Path node = program("node", "#!/bin/sh\necho " + version + "\n");
        Path app = Files.createFile(folder.resolve("app.ts"));
        List<String> expected = flag == null
                ? List.of(node.toString(), app.toString())
                : List.of(node.toString(), flag, app.toString());
        assertEquals(expected, program(script(app)).command());
    }

    @Test
    void typeScriptOnAnOldNodeIsRefusedWithBothVersions() throws Exception {
        program("node", "#!/bin/sh\necho v20.20.2\n");
        Path app = Files.createFile(folder.resolve("app.ts"));
        ProgramException failure = assertThrows(ProgramException.class, () -> program(script(app)));
        assertTrue(failure.getMessage().contains("22.6"), failure.getMessage());
        assertTrue(failure.getMessage().contains("20.20"), failure.getMessage());
    }

    @Test
    void aNodeThatIsNoneIsNotTrusted() {
        assertThrows(ProgramException.class, () -> NodeVersion.parse("sh: syntax error\n"));
    }

    @Test
    void anInterpreterIsTakenAsItsUserCallsIt() throws Exception {
        Path own = program("own", "");
        Path app = Files.createFile(folder.resolve("app.js"));
        List<String> expected = List.of(own.toString(), app.toString());
        assertEquals(expected, program(script(app).withInterpreter("own")).command());
        assertEquals(expected, program(script(app).withInterpreter("./own")).command());
        assertEquals(expected, program(script(app).withInterpreter(own.toString())).command());
        assertTrue(app.toFile().setExecutable(true));
        assertEquals(List.of(app.toString()), program(script(app).withInterpreter("none")).command());
    }

    @ParameterizedTest
    @CsvSource({"node@18, versions are not looked up", "python9, not on the PATH", "./there, not there"})
    void anInterpreterThatIsNotThereIsNamedWithTheWayOut(String interpreter, String said) throws Exception {
        Path app = Files.createFile(folder.resolve("app.js"));
        ProgramException failure =
                assertThrows(ProgramException.class, () -> program(script(app).withInterpreter(interpreter)));
        assertTrue(failure.getMessage().contains(said), failure.getMessage());
    }

    @Test
    void pythonWritesItsOutputAtOnceUnlessItsUserHasSaidOtherwise() throws Exception {
        program("python3", "");
        Path app = Files.createFile(folder.resolve("app.py"));
        assertEquals(Map.of("PYTHONUNBUFFERED", "1"), program(script(app)).environment());
        environment = Map.of("PATH", folder.toString(), "PYTHONUNBUFFERED", "");
        assertEquals(Map.of(), program(script(app)).environment());
    }

    @Test
    void aJarRunsOnTheUsersJavaIfTheyNameOne() throws Exception {
        Path java = program("java", "");
        Path jar = Files.createFile(folder.resolve("app.jar"));
        Script script = script(jar).withInterpreter("java");
        List<String> expected = List.of(java.toString(), "-jar", jar.toString());
        assertEquals(expected, program(script).command());
        assertEquals(expected, program(script.withInterpreterArgs(List.of("-jar"))).command());
    }

    @Test
    void aWordIsAFileThenAProgramThenACommandLine() throws Exception {
        Path bash = program("bash", "");
        Path tool = program("tool", "");
        Path here = Files.createDirectory(folder.resolve("here"));
        Path spaced = Files.createFile(here.resolve("my app.js"));
        assertEquals(tool, Script.named("tool", here, environment).file());
        assertEquals(spaced, Script.named("my app.js", here, environment).file());
        assertEquals(
                List.of(bash.toString(), "-c", "tool --port 1 | cat"),
                program(Script.named("tool --port 1 | cat", here, environment)).command());
        Path near = Files.createFile(here.resolve("tool"));
        assertEquals(near, Script.named("tool", here, environment).file());
        ProgramException failure =
                assertThrows(ProgramException.class, () -> Script.named("./tol", here, environment));
        assertEquals("there is no file ./tol. Did you mean tool?", failure.getMessage());
        assertThrows(ProgramException.class, () -> Script.named("", here, environment));
        assertThrows(ProgramException.class, () -> Script.named("../here", here, environment));
    }

    @Test
    void aLoopIsToldWhenTheCompilerHasFinished() throws Exception {
        Path app = Files.writeString(folder.resolve("App.java"), "void main() { int x = ; }");
        CompletableFuture<Throwable> failure = new CompletableFuture<>();
        try (EventLoop loop = EventLoop.open("test", PollerKind.EPOLL);
                IoPool pool = IoPool.open(IoPool.Options.defaults())) {
            Lane lane = pool.lane("programs", LaneOptions.defaults());
            loop.execute(() -> Program.of(script(app), line -> {}, lane).whenComplete((program, error) -> {
                failure.complete(error);
                loop.stop();
            }));
            loop.run();
        }
        assertTrue(failure.get().getMessage().contains("App.java:1: error: illegal start of expression"));
    }

    private Script script(Path file) {
        return Script.of(file, folder, environment);
    }

    private static Program program(Script script) throws Exception {
        return Program.of(script, line -> {});
    }

    private Path program(String name, String text) throws IOException {
        Path file = Files.writeString(folder.resolve(name), text);
        assertTrue(file.toFile().setExecutable(true));
        return file;
    }
}
