package millrace.cluster.work;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TaskMessageTest {

    private static TaskMessage read(String line) throws IOException {
        byte[] bytes = ("??" + line + "??").getBytes(UTF_8);
        return TaskMessage.read(bytes, 2, bytes.length - 4);
    }

    @Test
    void whatIsWrittenIsReadBack() throws IOException {
        for (TaskMessage message : List.of(
                new TaskMessage.Ready(),
                new TaskMessage.Task(1, Map.of("a", List.of(1, "ü", true))),
                new TaskMessage.Cancel(1L << 52),
                new TaskMessage.Result(3, 12, "x"),
                new TaskMessage.Result(3, -1, 5),
                new TaskMessage.Failure(4, 0, "Error", "why\n\"not\"", "at …"))) {
            String line = new String(message.line(), UTF_8);
            assertEquals('\n', line.charAt(line.length() - 1));
            assertTrue(TaskMessage.isOne(message.line(), 0, line.length() - 1));
            assertEquals(message, read(line.strip()));
        }
    }

    @Test
    void bytesOfEveryLengthAreReadBackAsTheParserWouldReadThem() throws IOException {
        Random random = new Random(3);
        for (int length = 0; length < 300; length++) {
            byte[] bytes = new byte[length];
            random.nextBytes(bytes);
            String line = new String(new TaskMessage.Result(7, 8, bytes).line(), UTF_8).strip();
            String text = Base64.getEncoder().encodeToString(bytes);
            String otherOrder = "{\"bytes\":\"" + text + "\", \"ns\":8, \"cmd\":\"millrace:result\",\"id\":7 }";
            for (String form : List.of(line, otherOrder)) {
                TaskMessage.Result result = assertInstanceOf(TaskMessage.Result.class, read(form));
                assertArrayEquals(bytes, assertInstanceOf(byte[].class, result.payload()));
                assertEquals(7, result.id());
                assertEquals(8, result.runNanos());
            }
        }
    }

    /** It looks like the end of a message with bytes, and is not. */
    @Test
    void bytesInsideAPayloadAreThePayloads() throws IOException {
        String line = "{\"cmd\":\"millrace:result\",\"id\":1,\"payload\":{\"x\":1,\"bytes\":\"AAAA\"},\"z\":\"\"}";
        assertEquals(new TaskMessage.Result(1, -1, Map.of("x", 1, "bytes", "AAAA")), read(line));
        String text = "{\"cmd\":\"millrace:result\",\"id\":1,\"payload\":\"{,\\\"bytes\\\":\\\"AA\\\"}\"}";
        assertEquals(new TaskMessage.Result(1, -1, "{,\"bytes\":\"AA\"}"), read(text));
    }

    @Test
    void whatMayBeMissingMayBeMissing() throws IOException {
        assertEquals(new TaskMessage.Result(1, -1, null), read("{\"cmd\":\"millrace:result\",\"id\":1}"));
        assertEquals(
                new TaskMessage.Failure(1, -1, "", "", ""),
                read("{\"cmd\":\"millrace:error\",\"id\":1,\"name\":5,\"more\":[]}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "null", "[]", "{}", "{\"cmd\":1}", "{\"cmd\":\"mine\"}", "{\"cmd\":\"NODE_X\"}"})
    void whatIsNotOursIsNone(String line) throws IOException {
        assertNull(read(line));
        assertFalse(TaskMessage.isOne(line.getBytes(UTF_8), 0, line.length()));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "", "{", "{\"cmd\":\"millrace:", "{\"cmd\":\"millrace:result\"}", "{\"cmd\":\"millrace:result\",\"id\":\"1\"}",
        "{\"cmd\":\"millrace:what\"}", "{\"cmd\":\"millrace:result\",\"id\":1,\"bytes\":\"?\"}",
        "{\"cmd\":\"millrace:result\",\"id\":1,\"bytes\":7}", "{\"cmd\":\"millrace:result\",\"id\":1,\"bytes\":\"AA\"",
        "{\"cmd\":\"millrace:result\",\"id\":1}}", "{\"cmd\":\"millrace:result\",\"id\",\"bytes\":\"AAAA\"}"
    })
    void whatHasGoneWrongIsAnError(String line) {
        assertThrows(IOException.class, () -> read(line));
    }

    @Test
    void randomChangesToAMessageNeverBreakTheReader() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        byte[][] models = {
            new TaskMessage.Result(12, 34, "payload".getBytes(UTF_8)).line(),
            new TaskMessage.Result(12, 34, List.of("a", 1, Map.of("b", 2.5))).line(),
            new TaskMessage.Failure(12, 34, "Error", "message", "stack").line()
        };
        int understood = 0;
        for (int i = 0; i < 30_000; i++) {
            byte[] line = models[i % models.length].clone();
            for (int changes = random.nextInt(4); changes >= 0; changes--) {
                line[random.nextInt(line.length)] = (byte) random.nextInt(256);
            }
            try {
                TaskMessage.read(line, 0, random.nextInt(4) == 0 ? random.nextInt(line.length) : line.length - 1);
                understood++;
            } catch (IOException expected) {
                // Gone wrong: that is said, and nothing else is thrown.
                continue;
            } catch (RuntimeException e) {
                throw new AssertionError("seed " + seed + ": " + new String(line, UTF_8), e);
            }
        }
        assertTrue(understood > 0, "seed " + seed);
    }
}
