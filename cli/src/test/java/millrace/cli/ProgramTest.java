package millrace.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What runs an app is told by its name; interpreters are looked for in a folder of this test's own. */
class ProgramTest {
    @TempDir
    Path folder;

    private SearchPath path;

    @BeforeEach
    void noInterpreters() {
        path = new SearchPath("/nowhere:" + folder);
    }

    @ParameterizedTest
    @CsvSource({"app.js, node, true", "app.mjs, node, true", "app.cjs, node, true", "a.b.py, python3, false",
        "app.sh, bash, false"})
    void theEndingNamesTheInterpreter(String app, String interpreter, boolean speaksCluster) throws Exception {
        Path installed = program(interpreter, "");
        Path file = Files.createFile(folder.resolve(app));
        Program program = Program.of(file, List.of("--flag"), path);
        assertEquals(List.of(installed.toString(), "--flag", file.toString()), program.command());
        assertEquals(speaksCluster, program.speaksCluster());
    }

    @Test
    void aMissingInterpreterIsNamedWithItsPackage() {
        Failure failure = assertThrows(Failure.class, () -> Program.of(folder.resolve("a.py"), List.of(), path));
        assertTrue(failure.getMessage().contains("python3"), failure.getMessage());
        assertTrue(failure.getMessage().contains("apt-get install python3"), failure.getMessage());
        assertEquals(1, failure.exitCode());
    }

    @Test
    void aFileThatIsNotExecutableIsToldFromAProgram() throws Exception {
        Path file = Files.createFile(folder.resolve("server"));
        Failure failure = assertThrows(Failure.class, () -> Program.of(file, List.of(), path));
        assertTrue(failure.getMessage().contains("chmod +x " + file), failure.getMessage());
        assertTrue(file.toFile().setExecutable(true));
        assertEquals(new Program(List.of(file.toString()), false), Program.of(file, List.of(), path));
    }

    @Test
    void aScriptThatNamesNodeInItsFirstLineSpeaksNodesProtocol() throws Exception {
        assertTrue(Program.of(program("server", "#!/usr/bin/env node\n"), List.of(), path).speaksCluster());
        assertFalse(Program.of(program("other", "#!/bin/sh\n# node\n"), List.of(), path).speaksCluster());
    }

    @Test
    void flagsForNoInterpreterAreAMistake() throws Exception {
        Path file = program("server", "");
        Failure failure = assertThrows(Failure.class, () -> Program.of(file, List.of("-x"), path));
        assertEquals(2, failure.exitCode());
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
        assertEquals(expected, Program.of(app, List.of(), path).command());
    }

    @Test
    void typeScriptOnAnOldNodeIsRefusedWithBothVersions() throws Exception {
        program("node", "#!/bin/sh\necho v20.20.2\n");
        Path app = Files.createFile(folder.resolve("app.ts"));
        Failure failure = assertThrows(Failure.class, () -> Program.of(app, List.of(), path));
        assertTrue(failure.getMessage().contains("22.6"), failure.getMessage());
        assertTrue(failure.getMessage().contains("20.20"), failure.getMessage());
    }

    @Test
    void aNodeThatIsNoneIsNotTrusted() {
        assertThrows(Failure.class, () -> NodeVersion.parse("sh: syntax error\n"));
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "none",
            value = {"none, 1", "1, 1", "7, 7", "max, 4", "0, 4", "-1, 3", "-9, 1"})
    void instancesAreCountedFromTheCores(String wish, int instances) throws Failure {
        assertEquals(instances, Cores.instances(wish, 4));
    }

    @ParameterizedTest
    @CsvSource({"two", "1.5", "99999", "''", "MAX"})
    void instancesThatAreNoneAreAMistakeOfUsage(String wish) {
        assertEquals(2, assertThrows(Failure.class, () -> Cores.instances(wish, 4)).exitCode());
    }

    private Path program(String name, String text) throws IOException {
        Path file = Files.writeString(folder.resolve(name), text);
        assertTrue(file.toFile().setExecutable(true));
        return file;
    }
}
