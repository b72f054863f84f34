package millrace.manager.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogTailTest {
    @TempDir
    Path folder;

    private List<String> last(String text, int count) throws IOException {
        return LogTail.last(Files.write(folder.resolve("log"), text.getBytes(UTF_8)), count);
    }

    @Test
    void theLastLinesInTheirOrder() throws IOException {
        assertEquals(List.of("two", "three"), last("one\ntwo\nthree\n", 2));
        assertEquals(List.of("one"), last("one\n", 15));
        assertEquals(List.of(), last("", 15));
        assertEquals(List.of(), last("one\n", 0));
        assertEquals(List.of("", ""), last("x\n\n\n", 2));
    }

    @Test
    void aLineThatHasNoNewlineYetIsTheLast() throws IOException {
        assertEquals(List.of("two", "thr"), last("one\ntwo\nthr", 2));
        assertEquals(List.of("o"), last("o", 2));
    }

    @Test
    void linesAcrossBlocksAreWhole() throws IOException {
        Random random = new Random(3);
        for (int round = 0; round < 100; round++) {
            List<String> lines = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                lines.add(i + "€".repeat(random.nextInt(random.nextInt(10) == 0 ? 60_000 : 100)));
            }
            boolean ended = random.nextBoolean();
            int count = random.nextInt(50);
            List<String> expected = lines.subList(Math.max(0, lines.size() - count), lines.size());
            assertEquals(expected, last(String.join("\n", lines) + (ended ? "\n" : ""), count));
        }
    }

    @Test
    void ofAnEndlessLineTheEndIsShown() throws IOException {
        List<String> shown = last("x".repeat(20 << 20) + "y", 3);
        assertEquals(1, shown.size());
        assertEquals(16 << 20, shown.getFirst().length());
        assertEquals('y', shown.getFirst().charAt(shown.getFirst().length() - 1));
    }

    @Test
    void aFileThatIsNotThereIsSaidSo() {
        assertThrows(NoSuchFileException.class, () -> LogTail.last(folder.resolve("none"), 1));
    }
}
