package millrace.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code millrace lint} as a process of its own, as the launcher starts it, but from this build's classes. */
class LintTest {
    @TempDir
    Path folder;

    private static List<String> command(String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--module-path", System.getProperty("jdk.module.path"), "--add-modules", "millrace.cli",
                Main.class.getName(), "lint"));
        command.addAll(List.of(arguments));
        return command;
    }

    private record Outcome(int exitCode, String output, String errors) {}

    private Outcome lint(Map<String, String> environment, String input, String... arguments) throws Exception {
        Path errors = Files.createTempFile(folder, "errors", ".txt");
        ProcessBuilder builder =
                new ProcessBuilder(command(arguments)).directory(folder.toFile()).redirectError(errors.toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        process.getOutputStream().write(input.getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int exitCode = process.waitFor();
        return new Outcome(exitCode, output, Files.readString(errors));
    }

    private Outcome lint(String... arguments) throws Exception {
        return lint(Map.of(), "", arguments);
    }

    private void write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    @Test
    void aDangerousPatternEndsWithOneAndAHarmlessOneWithZero() throws Exception {
        Outcome dangerous = lint("regex", "/^(a+)+$/");
        assertEquals(1, dangerous.exitCode, dangerous.output + dangerous.errors);
        assertTrue(dangerous.output.contains("exponential"), dangerous.output);
        assertTrue(dangerous.output.contains("    ^(a+)+$\n     ^~~~~\n"), dangerous.output);
        assertTrue(dangerous.output.contains("time node -p '"), dangerous.output);
        assertFalse(dangerous.output.contains("\033"), dangerous.output);
        Outcome harmless = lint("regex", "^a+$");
        assertEquals(0, harmless.exitCode, harmless.output + harmless.errors);
    }

    @Test
    void whatMakesNoSenseEndsWithTwo() throws Exception {
        assertEquals(2, lint("regex", "((").exitCode);
        assertEquals(2, lint("regex").exitCode);
        assertEquals(2, lint("regex", "--dialect", "perl", "a").exitCode);
        Outcome missing = lint("regex", "src/app.js");
        assertEquals(2, missing.exitCode);
        assertTrue(missing.errors.contains("there is no such file"), missing.errors);
        assertEquals(2, lint("blocking", "nowhere").exitCode);
        assertEquals(2, lint("blocking").exitCode);
    }

    @Test
    void patternsComeFromStandardInputOneALine() throws Exception {
        Outcome outcome = lint(Map.of(), "abc\n\n/(a|a)*b/\n", "regex", "-");
        assertEquals(1, outcome.exitCode, outcome.output + outcome.errors);
        assertTrue(outcome.output.endsWith("1 dangerous of 2 patterns\n"), outcome.output);
    }

    @Test
    void filesOfAllLanguagesAreReadAndOneThatDoesNotParseHidesNothing() throws Exception {
        write("src/a.tsx", "const x: string = 'a';\nexport const A = () => <b>{/(x+x+)+y/.test(x)}</b>;");
        write("src/B.java", "class B { boolean b = \"\".matches(\"(a+)+$\"); }");
        write("src/broken.js", "let x = 1;\nlet = ;\n");
        Outcome found = lint("regex", "src");
        assertEquals(1, found.exitCode, found.output + found.errors);
        assertTrue(found.output.contains("src/a.tsx:2:28: exponential"), found.output);
        assertTrue(found.output.contains("src/B.java:1:34: "), found.output);
        assertTrue(found.output.contains("src/broken.js:2:"), found.output);
        assertTrue(found.output.endsWith("2 dangerous of 2 patterns in 3 files, 1 file not read\n"), found.output);
        Outcome broken = lint("regex", "src/broken.js");
        assertEquals(2, broken.exitCode, broken.output);
    }

    @Test
    void jsonIsOneDocumentOnStandardOutput() throws Exception {
        write("a.js", "require('http').createServer(() => require('fs').readFileSync('x'));");
        Outcome regex = lint("regex", "--json", "(a+)+$");
        assertEquals(1, regex.exitCode, regex.errors);
        assertTrue(regex.output.startsWith("{") && regex.output.endsWith("}\n"), regex.output);
        assertEquals("", regex.errors);
        Outcome blocking = lint("blocking", "--json", "a.js");
        assertEquals(1, blocking.exitCode, blocking.errors);
        assertTrue(blocking.output.contains("\"api\" : \"fs.readFileSync\""), blocking.output);
        assertTrue(blocking.output.contains("\"instead\" : \"fs.promises.readFile\""), blocking.output);
    }

    @Test
    void aBlockingCallIsShownWithItsWayFromTheHandler() throws Exception {
        write("Api.java", """
                import millrace.http.HttpServer;
                class Api {
                    void start() throws Exception {
                        Thread.sleep(1);
                        HttpServer.listen(80, (request, response) -> response.send(load()));
                    }
                    String load() throws Exception { Thread.sleep(1); return ""; }
                }
                """);
        Outcome outcome = lint("blocking", "Api.java");
        assertEquals(1, outcome.exitCode, outcome.output + outcome.errors);
        assertTrue(outcome.output.startsWith("Api.java:7:38: blocks the loop: java.lang.Thread.sleep\n"), outcome.output);
        assertTrue(outcome.output.contains("instead EventLoop.schedule"), outcome.output);
        assertTrue(outcome.output.endsWith("1 blocking call in 1 handler of 1 file\n"), outcome.output);
        write("Fine.java", "class Fine { void x() throws Exception { Thread.sleep(1); } }");
        assertEquals(0, lint("blocking", "Fine.java").exitCode);
    }

    @Test
    void withoutNodeTheRemedyIsNamed() throws Exception {
        write("a.js", "1");
        Outcome outcome = lint(Map.of("PATH", "/nowhere"), "", "blocking", "a.js");
        assertEquals(2, outcome.exitCode, outcome.output);
        assertTrue(outcome.errors.contains("apt-get install nodejs"), outcome.errors);
        assertFalse(outcome.errors.contains("\tat "), outcome.errors);
    }

    @Test
    void aFileThatIsNotThereIsNotTakenForAHarmlessPattern() throws Exception {
        for (String name : List.of("/no/such/app.js", "sources", "src/", "")) {
            Outcome outcome = lint("regex", name);
            assertEquals(2, outcome.exitCode, name + outcome.output);
            assertTrue(outcome.errors.contains("there is no such file"), outcome.errors);
        }
        assertEquals(2, lint("blocking", "").exitCode);
    }

    /** As {@code head} does: it closes its end before anything is written. */
    @Test
    void aReaderThatHasSeenEnoughIsNoFailure() throws Exception {
        Path errors = folder.resolve("errors");
        Process process = new ProcessBuilder(command("regex", "-")).redirectError(errors.toFile()).start();
        process.getInputStream().close();
        process.getOutputStream().write("(a+)+$\n".getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().close();
        assertEquals(1, process.waitFor());
        assertEquals("", Files.readString(errors));
    }

    @Test
    void aFullDiskIsToldAndDoesNotPassForNothingFound() throws Exception {
        Path errors = folder.resolve("errors");
        Process process = new ProcessBuilder(command("regex", "a+"))
                .redirectOutput(new File("/dev/full")).redirectError(errors.toFile()).start();
        assertEquals(2, process.waitFor());
        assertEquals("millrace: standard output cannot be written: No space left on device\n", Files.readString(errors));
    }
}
