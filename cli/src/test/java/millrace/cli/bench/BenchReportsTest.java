package millrace.cli.bench;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import millrace.http.HttpServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is made of runs: files, comparisons, and the search for capacity. */
@Timeout(120)
class BenchReportsTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private static HttpServer server() throws IOException {
        return HttpServer.listen(0, (request, response) -> response.send("hello"));
    }

    private int run(String... words) {
        return BenchCommand.run(List.of(words), new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8));
    }

    private static String url(HttpServer server) {
        return "http://127.0.0.1:" + server.port() + "/";
    }

    @ParameterizedTest
    @CsvSource({
        "--html /nowhere/x http://127.0.0.1/, a file cannot be written at /nowhere/x",
        "compare one.json, two reports at least",
        "compare one.json two.json, there is no file one.json",
        "compare -x one.json two.json, no flags",
        "compare /tmp /tmp, cannot read /tmp: ",
        "capacity http://127.0.0.1/, one promise",
        "capacity --p99 soon http://127.0.0.1/, --p99 takes a time",
        "capacity --p99 50ms -R 5 http://127.0.0.1/, sets the rate and the time by itself",
        "capacity --p99 50ms --errors 2 http://127.0.0.1/, --errors takes a share",
        "capacity --p99 50ms, which URL?",
    })
    void badUsageIsExitCodeOneAndASentenceWithoutTrace(String line, String sentence) {
        assertEquals(1, run(line.split(" ")));
        String said = err.toString(UTF_8);
        assertTrue(said.contains(sentence), said);
        assertFalse(said.contains("\tat "), said);
        assertEquals("", out.toString(UTF_8));
    }

    @Test
    void reportsAreCompared(@TempDir Path folder) throws IOException {
        Path one = folder.resolve("one.json");
        Path other = folder.resolve("other.json");
        try (HttpServer server = server()) {
            for (Path file : List.of(one, other)) {
                assertEquals(0, run("-d", "2s", "-L", "20", "-j", url(server)));
                Files.write(file, out.toByteArray());
                out.reset();
            }
        }
        assertEquals(0, run("compare", one.toString(), other.toString()));
        assertTrue(out.toString(UTF_8).contains("│ Answers/s │"), out.toString(UTF_8));
        assertEquals(0, run("compare", one + "," + other, other + "," + one));
        assertTrue(out.toString(UTF_8).contains("No difference seen."), out.toString(UTF_8));
    }

    @Test
    void capacityIsFoundAndShownInEveryForm(@TempDir Path folder) throws IOException {
        Path page = folder.resolve("knee.html");
        try (HttpServer server = server()) {
            assertEquals(0, run("capacity", "--p50", "60s", "--errors", "50%", "--from", "50", "--to=60", "--step", "1s",
                    "--settle", "1ms", "--html", page.toString(), url(server)));
            assertEquals(99, run("capacity", "--p50", "1ms", "--from", "2", "--to", "4", "--step", "500ms", "--settle",
                    "1ms", "-j", "-E", "other", url(server)));
        }
        String text = out.toString(UTF_8);
        assertTrue(text.contains("at 60 requests a second, the highest rate"), text);
        assertTrue(text.contains("\"end\":\"never\""), text);
        assertTrue(Files.readString(page).contains("id=\"knee\""));
    }

    @Test
    void pageAndHistogramLogAreWrittenBesideTheReport(@TempDir Path folder) throws IOException {
        Path page = folder.resolve("run.html");
        Path log = folder.resolve("run.hdr");
        try (HttpServer server = server()) {
            assertEquals(0, run("-a", "50", "-n", "--html", page.toString(), "--hdr", log.toString(), url(server)));
        }
        assertTrue(Files.readString(page).contains("<td>answered</td><td>50</td>"));
        assertTrue(Files.readString(log).startsWith("#[Logged by millrace bench: http://127.0.0.1:"));
        assertTrue(out.toString(UTF_8).contains("50 sent, 50 answered"), out.toString(UTF_8));
    }
}
