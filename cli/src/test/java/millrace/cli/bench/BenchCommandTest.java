package millrace.cli.bench;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import millrace.http.HttpServer;
import millrace.os.Signal;
import millrace.os.Signals;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(120)
class BenchCommandTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final AtomicLong served = new AtomicLong();
    private final AtomicReference<String> lastMethod = new AtomicReference<>();

    private HttpServer server() throws IOException {
        return HttpServer.listen(0, (request, response) -> {
            served.incrementAndGet();
            lastMethod.set(request.method());
            response.send("hello");
        });
    }

    private int run(String... words) {
        return BenchCommand.run(List.of(words), new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8));
    }

    private static String url(HttpServer server) {
        return "http://127.0.0.1:" + server.port() + "/";
    }

    @Test
    void wordsAreTakenInEveryFormThatAutocannonTakes() {
        Wanted wanted = Wanted.of(List.of("-c", "5", "-p3", "-a=7", "--timeout", "2", "--method=PUT", "-lj",
                "-H", "a=b", "-H", "c: d", "http://x/"));
        assertEquals(5, wanted.count(Flag.CONNECTIONS, 0));
        assertEquals(3, wanted.count(Flag.PIPELINING, 0));
        assertEquals(7, wanted.count(Flag.AMOUNT, 0));
        assertEquals("2", wanted.text(Flag.TIMEOUT));
        assertEquals("PUT", wanted.text(Flag.METHOD));
        assertTrue(wanted.has(Flag.LATENCY) && wanted.has(Flag.JSON));
        assertEquals(List.of("a=b", "c: d"), wanted.all(Flag.HEADERS));
        assertEquals("http://x/", wanted.url());
        assertNull(wanted.warmup());
    }

    @Test
    void warmUpHasFlagsOfItsOwn() {
        Wanted wanted = Wanted.of(List.of("-W", "[", "-c", "1", "-d", "3", "]", "-c", "9", "x"));
        assertEquals(1, wanted.warmup().count(Flag.CONNECTIONS, 0));
        assertEquals(9, wanted.count(Flag.CONNECTIONS, 0));
        assertThrows(IllegalArgumentException.class, () -> Wanted.of(List.of("-W", "[", "-c", "1", "x")));
        assertThrows(IllegalArgumentException.class, () -> Wanted.of(List.of("-W", "x")));
    }

    @ParameterizedTest
    @CsvSource({
        "--conections 4 http://x/, did you mean --connections?",
        "--conections=4 http://x/, did you mean --connections?",
        "-Z http://x/, there is no -Z",
        "-c, -c needs a value",
        "-c ten http://x/, takes a whole number from 1 on",
        "-c 0 http://x/, takes a whole number from 1 on",
        "-d soon http://x/, takes a time",
        "http://x/ http://y/, one URL",
        "-l, which URL?",
        "/path, PORT",
        "gopher://127.0.0.1/, http://",
        "--stage 10 http://127.0.0.1/, TIME:RATE",
        "--think 1s http://127.0.0.1/, --users",
        "--users 2 -R 5 http://127.0.0.1/, a rate does not go with them",
        "-i /nowhere/file http://127.0.0.1/, cannot read /nowhere/file",
        "-H nonsense http://127.0.0.1/, NAME=VALUE",
        "--har /nowhere/har http://127.0.0.1/, cannot read /nowhere/har",
        "--form /nowhere/form http://127.0.0.1/, --form takes a JSON object",
        "--form {} -F [] http://127.0.0.1/, --form takes a JSON object",
        "--key /nowhere/key https://127.0.0.1/, of use only with its certificate",
        "--ca /nowhere/ca https://127.0.0.1/, /nowhere/ca",
        "http://127.0.0.1/ -- sleep 1, needs --on-port",
        "--on-port http://127.0.0.1/, needs a command",
        "--on-port / -- /nowhere/program, /nowhere/program",
        "--on-port / -- true, has ended and never listened",
        "-m post http://127.0.0.1/, in capitals: POST",
        "http://no-such-host.invalid/, no-such-host.invalid",
    })
    void badUsageIsExitCodeOneAndASentenceWithoutTrace(String line, String sentence) {
        assertEquals(1, run(line.split(" ")));
        String said = err.toString(UTF_8);
        assertTrue(said.contains(sentence), said);
        assertTrue(said.contains("--help"), said);
        assertFalse(said.contains("\tat "), said);
        assertEquals("", out.toString(UTF_8));
    }

    @Test
    void aThresholdIsKeptOrTheExitCodeIsNinetyNine() throws IOException {
        try (HttpServer server = server()) {
            assertEquals(0, run("-a", "20", "-n", "--threshold", "errors<0.1%", "--threshold=requests>=20", url(server)));
            assertTrue(out.toString(UTF_8).contains("kept    errors<0.1%"), out.toString(UTF_8));
            assertEquals(99, run("-a", "20", "-n", "--threshold", "requests<20", url(server)));
            assertTrue(out.toString(UTF_8).contains("BROKEN  requests<20   (20.0)"), out.toString(UTF_8));
            assertEquals(1, run("--threshold", "p99<5", url(server)));
            assertTrue(err.toString(UTF_8).contains("a time needs its unit"), err.toString(UTF_8));
        }
        assertEquals(40, served.get());
    }

    @Test
    void aScenarioIsRunAndJudged(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("s.yaml"), """
                load: {users: 3, iterations: 10}
                requests:
                  - {get: /, name: home, check: {status: 200, contains: hello}}
                  - {post: /b, name: wrong, body: x, check: {contains: world}}
                thresholds: [checks>66%, "home: errors<=0%"]
                """);
        try (HttpServer server = server()) {
            assertEquals(0, run("run", "-n", file.toString(), url(server)));
            String text = out.toString(UTF_8);
            assertTrue(text.contains("20 sent, 20 answered"), text);
            assertTrue(text.contains("ok      home: body contains \"hello\": 10 of 10"), text);
            assertTrue(text.contains("FAILED  wrong: body contains \"world\": 0 of 10"), text);
            assertTrue(text.contains("kept    home: errors<=0%"), text);
            out.reset();
            assertEquals(99, run("-j", "-w", "2", "--threshold", "wrong: errors<1%", file.toString(), url(server)));
            assertTrue(out.toString(UTF_8).contains("{\"threshold\":\"wrong: errors<1%\",\"ok\":false"), out.toString(UTF_8));
            assertEquals(1, run(file.toString()));
            assertEquals(1, run("-c", "5", file.toString(), url(server)));
            assertEquals(1, run("--threshold", "hom: p99<1s", file.toString(), url(server)));
        }
        String said = err.toString(UTF_8);
        assertTrue(said.contains("which server?") && said.contains("--connections does not go with a scenario")
                && said.contains("did you mean \"home\"?"), said);
        assertEquals(40, served.get());
    }

    @Test
    void aMistakeInAScenarioNamesFileLineAndColumn(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("s.yaml"), "requests:\n  - get: /\n    chek: {status: 200}\n");
        assertEquals(1, run("run", file.toString(), "http://127.0.0.1:1/"));
        String said = err.toString(UTF_8);
        assertTrue(said.contains(file + ":3:5: unknown key \"chek\" in a step; did you mean \"check\"?"), said);
        assertFalse(said.contains("\tat "), said);
        assertEquals(1, run("run", folder.resolve("none.yaml").toString()));
        assertTrue(err.toString(UTF_8).contains("there is no scenario " + folder.resolve("none.yaml")), err.toString(UTF_8));
    }

    @Test
    void initWritesAScenarioThatCanBeRunAndNothingOver(@TempDir Path folder) {
        String file = folder.resolve("new.yaml").toString();
        assertEquals(0, run("init", file));
        assertEquals(1, run("init", file));
        assertTrue(err.toString(UTF_8).contains("is there already"), err.toString(UTF_8));
        assertEquals("shop", Wanted.of(List.of(file)).scenario().name());
    }

    @Test
    void timesAreWrittenWithAndWithoutUnit() {
        assertEquals(Duration.ofSeconds(10), Times.of("10", Flag.DURATION));
        assertEquals(Duration.ofMillis(1500), Times.of("1.5s", Flag.DURATION));
        assertEquals(Duration.ofMillis(500), Times.of("500ms", Flag.DURATION));
        assertEquals(Duration.ofMinutes(2), Times.of("2m", Flag.DURATION));
        assertThrows(IllegalArgumentException.class, () -> Times.of("0", Flag.DURATION));
        assertThrows(IllegalArgumentException.class, () -> Times.of("-1", Flag.DURATION));
    }

    @Test
    void theHelpHasEveryFlagThatIsThere() {
        assertEquals(0, run("--help"));
        String help = out.toString(UTF_8);
        for (Flag flag : Flag.values()) {
            assertTrue(help.contains("--" + flag.word + " ") || help.contains("--" + flag.word + "\n"), flag.word);
        }
    }

    @Test
    void aRunPrintsTablesToStandardOutputAndNothingElseThere(@TempDir Path folder) throws IOException {
        Path body = Files.writeString(folder.resolve("body"), "a body");
        try (HttpServer server = server()) {
            assertEquals(0, run("-a", "120", "-c", "3", "-m", "POST", "-i", body.toString(), "-E", "hello",
                    "--renderStatusCodes", "-n", url(server)));
        }
        String text = out.toString(UTF_8);
        assertTrue(text.startsWith("┌"), text);
        assertTrue(text.contains("120 sent, 120 answered"), text);
        assertTrue(text.contains("│ 200  │ 120   │"), text);
        assertEquals(120, served.get());
        assertEquals("POST", lastMethod.get());
        assertTrue(err.toString(UTF_8).startsWith("Running 120 requests @ http://127.0.0.1:"), err.toString(UTF_8));
    }

    @Test
    void jsonIsOneLineAndTheOnlyOne() throws IOException {
        try (HttpServer server = server()) {
            assertEquals(0, run("-a", "50", "-j", "-T", "a title", url(server)));
        }
        String text = out.toString(UTF_8);
        assertTrue(text.startsWith("{\"title\":\"a title\",\"url\":"), text);
        assertEquals(1, text.lines().count());
        assertEquals("", err.toString(UTF_8));
    }

    @Test
    void warmUpIsNotMeasured() throws IOException {
        try (HttpServer server = server()) {
            assertEquals(0, run("-W", "[", "-a", "30", "-c", "1", "]", "-a", "20", "-n", url(server)));
        }
        assertEquals(50, served.get());
        assertTrue(out.toString(UTF_8).contains("20 sent, 20 answered"), out.toString(UTF_8));
    }

    /** As Ctrl-C does it, in a process of its own. */
    @Test
    void anInterruptEndsTheRunWithTheReportSoFar() throws Exception {
        try (HttpServer server = server()) {
            Process process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-p",
                            System.getProperty("jdk.module.path"), "--enable-native-access=millrace.os", "-m",
                            "millrace.cli/" + BenchCommand.class.getName(), "-d", "10m", url(server))
                    .redirectErrorStream(true)
                    .start();
            try (BufferedReader lines = process.inputReader()) {
                String line = lines.readLine();
                while (line != null && !line.contains("req/s")) {
                    line = lines.readLine();
                }
                Signals.send((int) process.pid(), Signal.SIGINT);
                String report = String.join("\n", lines.readAllLines());
                assertTrue(process.waitFor(60, TimeUnit.SECONDS), report);
                assertEquals(0, process.exitValue(), report);
                assertTrue(report.contains(served.get() + " sent, " + served.get() + " answered"), report);
            } finally {
                process.destroyForcibly();
            }
        }
    }
}
