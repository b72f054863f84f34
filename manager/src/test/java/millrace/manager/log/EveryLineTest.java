package millrace.manager.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import millrace.cluster.PrimaryEvents.Stream;
import millrace.cluster.json.Json;
import millrace.manager.config.LogConfig;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Real processes that write as fast as they can: every line is in the file, whole and in order. With {@code
 * -Dmillrace.log.lines=1000000} and {@code -Dmillrace.log.line.bytes=100000000} at full size.
 */
class EveryLineTest {
    private static final int LINES = Integer.getInteger("millrace.log.lines", 100_000);
    private static final int LINE_BYTES = Integer.getInteger("millrace.log.line.bytes", 10_000_000);
    private static final String COUNT = "awk 'BEGIN { for (i = 0; i < " + LINES
            + "; i++) printf \"line %09d the quick brown fox jumps over the lazy dog and goes on...\\n\", i }'";

    @TempDir
    Path folder;

    private final LogRoom room = new LogRoom();

    @AfterEach
    void close() {
        room.close();
    }

    private Path file() {
        return folder.resolve("app.log");
    }

    private LogConfig config(String dateFormat, boolean json) {
        return new LogConfig(file(), file(), null, false, true, dateFormat, json, 0, null, 10, false);
    }

    private static String line(int number) {
        return "line %09d the quick brown fox jumps over the lazy dog and goes on...".formatted(number);
    }

    @Test
    void plainLinesAreAllThere() throws IOException {
        LoggedApp.run(room, config(null, false), 1, COUNT);
        try (BufferedReader lines = Files.newBufferedReader(file())) {
            for (int i = 0; i < LINES; i++) {
                assertEquals(line(i), lines.readLine());
            }
            assertEquals(null, lines.readLine());
        }
    }

    @Test
    void linesWithTheTimeAreAllThere() throws IOException {
        LoggedApp.run(room, config("YYYY-MM-DDTHH:mm:ss", false), 1, COUNT);
        try (BufferedReader lines = Files.newBufferedReader(file())) {
            for (int i = 0; i < LINES; i++) {
                String line = lines.readLine();
                assertTrue(line.startsWith("20") && line.startsWith(": ", 19), line);
                assertEquals(line(i), line.substring(21));
            }
            assertEquals(null, lines.readLine());
        }
    }

    @Test
    void jsonLinesAreOneValidRecordEach() throws IOException {
        LoggedApp.run(room, config(null, true), 1, COUNT);
        try (BufferedReader lines = Files.newBufferedReader(file())) {
            for (int i = 0; i < LINES; i++) {
                assertEquals(line(i), message(lines.readLine()));
            }
            assertEquals(null, lines.readLine());
        }
    }

    private static Object message(String record) throws IOException {
        byte[] bytes = record.getBytes(UTF_8);
        return ((Map<?, ?>) Json.read(bytes, 0, bytes.length)).get("message");
    }

    @Test
    void charactersOfThreeBytesAreNeverBroken() throws IOException {
        List<String> written = new ArrayList<>();
        for (int i = 0; i < 50_000; i++) {
            written.add(i + " €√∑世界".repeat(1 + i % 7));
        }
        Path text = Files.write(folder.resolve("text"), written);
        LoggedApp.run(room, config(null, false), 1, "cat '" + text + "'");
        assertEquals(-1, Files.mismatch(text, file()));
        Files.delete(file());
        LoggedApp.run(room, config(null, true), 1, "cat '" + text + "'");
        List<String> records = Files.readAllLines(file());
        assertEquals(written.size(), records.size());
        for (int i = 0; i < records.size(); i++) {
            assertEquals(written.get(i), message(records.get(i)));
        }
    }

    @Test
    void theTailOfAShortJobIsNeverLost() throws IOException {
        for (int round = 0; round < 10; round++) {
            List<CompletableFuture<Void>> jobs = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                Path file = folder.resolve("job-" + round + "-" + i);
                String job = "awk 'BEGIN { for (i = 0; i < 2000; i++)"
                        + " print \"line\", i, \"of a job that ends at once, with all of its output still in the pipe\" }'";
                jobs.add(room.on(() -> new LoggedApp(room, LogRoom.plain(file), 1, job)).done());
            }
            jobs.forEach(LogRoom::get);
            for (int i = 0; i < 10; i++) {
                List<String> lines = Files.readAllLines(folder.resolve("job-" + round + "-" + i));
                assertEquals(2000, lines.size());
                assertTrue(lines.getLast().startsWith("line 1999 "), lines.getLast());
            }
        }
    }

    @Test
    void twoInstancesInOneFileNeverWriteWithinALineOfTheOther() throws IOException {
        // Lines of all lengths; every thousandth is longer than what comes in one piece.
        String lines = "awk -v id=$$ 'BEGIN { x = \"x\"; while (length(x) < 100000) x = x x;"
                + " for (i = 0; i < 20000; i++) { n = i % 1000 ? i % 97 : 100000;"
                + " printf \"%d %d %d \", id, i, n; print substr(x, 1, n) \".\" } }'";
        LoggedApp.run(room, config(null, false), 2, lines);
        Map<String, Integer> next = new HashMap<>();
        try (BufferedReader reader = Files.newBufferedReader(file())) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                String[] words = line.split(" ", 4);
                assertEquals(next.merge(words[0], 1, Integer::sum) - 1, Integer.parseInt(words[1]));
                assertEquals(Integer.parseInt(words[2]) + 1, words[3].length());
                assertTrue(words[3].matches("x*\\."));
            }
        }
        assertEquals(List.of(20_000, 20_000), List.copyOf(next.values()));
    }

    @Test
    void aFloodWithoutANewlineStaysOneLine() throws IOException {
        LoggedApp.run(room, config("SSS", false), 1, "head -c " + LINE_BYTES + " /dev/zero | tr '\\0' x; echo; echo next");
        assertEquals(LINE_BYTES + 11L, Files.size(file()) - "000: ".length());
        try (InputStream in = Files.newInputStream(file())) {
            in.skipNBytes("000: ".length());
            for (long left = LINE_BYTES; left > 0; ) {
                byte[] block = in.readNBytes((int) Math.min(left, 1 << 16));
                left -= block.length;
                for (byte b : block) {
                    assertEquals('x', b);
                }
            }
            assertTrue(new String(in.readAllBytes(), UTF_8).matches("\n\\d{3}: next\n"));
        }
    }

    @Test
    void whoWritesToADiskThatHangsWaitsAndNothingElseDoes() throws IOException, InterruptedException {
        Process mkfifo = new ProcessBuilder("mkfifo", file().toString()).inheritIO().start();
        assertTrue(mkfifo.waitFor(30, TimeUnit.SECONDS) && mkfifo.exitValue() == 0);
        // Opened for both, a pipe does not wait for the other side; and nobody reads it yet.
        try (RandomAccessFile pipe = new RandomAccessFile(file().toFile(), "rw")) {
            LoggedApp app = room.on(() -> new LoggedApp(room, config(null, false), 1, COUNT));
            room.await("pause 0");
            AppLog other = room.open("other", LogRoom.plain(folder.resolve("other.log")));
            room.write(other, 7, Stream.STDOUT, "served\n");
            room.end(other);
            assertEquals("served\n", LogRoom.read(folder.resolve("other.log")));
            try (BufferedReader lines = Files.newBufferedReader(file())) {
                for (int i = 0; i < LINES; i++) {
                    assertEquals(line(i), lines.readLine());
                }
            }
            LogRoom.get(app.done());
        }
    }
}
