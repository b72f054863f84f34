package millrace.http.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is beyond a limit is refused as soon as that shows, and costs no more memory than the limit. */
class JsonLimitsTest {
    private static final JsonLimits SMALL = new JsonLimits(100_000, 5, 12, 20, 10, 8);

    /** What is loaded first is no document's memory. */
    @BeforeAll
    static void load() {
        Json.load();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            depth        | 400 | 5  | [[[[[1]]]]]                      | [[[[[[1]]]]]]
            depth        | 400 | 5  | {"a":{"a":{"a":{"a":{"a":1}}}}}  | {"a":{"a":{"a":{"a":{"a":[]}}}}}
            numberLength | 400 | 12 | [123456789012]                   | [1234567890123]
            numberLength | 400 | 12 | [12345.789012]                   | [123456.78901234]
            numberLength | 400 | 12 | [1e3456789012]                   | [-1.5e1234567890]
            stringLength | 413 | 20 | ["12345678901234567890"]         | ["123456789012345678901"]
            nameLength   | 413 | 10 | {"1234567890":1}                 | {"12345678901":1}
            members      | 413 | 8  | [1,2,3,4,5,6,7,8]                | [1,2,3,4,5,6,7,8,9]
            members      | 413 | 8  | {"a":[1,2],"b":[[]],"c":{"d":1}} | {"a":[1,2],"b":[[]],"c":{"d":1,"e":2,"f":3}}
            """)
    void theLimitIsNamedWithItsValueAndWhatIsJustWithinPasses(
            String limit, int status, int most, String within, String beyond) {
        byte[] right = within.getBytes(StandardCharsets.UTF_8);
        assertTrue(!Documents.outcome(SMALL, right).getLast().matches("4\\d\\d .*"), within);
        byte[] wrong = beyond.getBytes(StandardCharsets.UTF_8);
        String outcome = Documents.outcome(SMALL, wrong).getLast();
        assertTrue(outcome.startsWith(status + " beyond the limit " + limit + ": at most " + most + " "), outcome);
    }

    /** Each is endless: the message comes although the end of what is too long never does. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            numberLength |           | 7777777777
            numberLength | -         | 7777777777
            numberLength | 7.        | 7777777777
            numberLength | 7e        | 7777777777
            stringLength | "         | 7777777777
            stringLength | "         | \\u20ac€
            nameLength   | {"        | 7777777777
            nameLength   | {"        | \\u20ac€
            depth        |           | [
            depth        |           | {"a":
            members      | [         | 0,
            members      | {         | "a":1,
            members      | [         | [],
            bytes        | [         | '  '
            bytes        | '  '      | '  '
            """)
    void whatIsBeyondALimitIsRefusedBeforeItHasEndedAndTakesNoMoreMemoryThanTheLimit(
            String limit, String first, String repeated) {
        JsonLimits limits = new JsonLimits(1 << 22, 1_000, 1_000, 10_000, 1_000, 100_000);
        byte[] piece = repeated.repeat(4_000 / repeated.length()).getBytes(StandardCharsets.UTF_8);
        byte[] begin = (first == null ? "" : first).getBytes(StandardCharsets.UTF_8);
        try (JsonTokens tokens = new JsonTokens(limits)) {
            long before = allocatedBytes();
            JsonException e = assertThrows(JsonException.class, () -> putForEver(tokens, begin, piece));
            assertTrue(e.getMessage().contains("the limit " + limit + ":"), e.getMessage());
            // Events are garbage at once; what may be alive is a small multiple of the limits.
            boolean keepsText = !limit.equals("members") && !limit.equals("bytes");
            long took = allocatedBytes() - before;
            assertTrue(!keepsText || took < 1 << 20, () -> took + " bytes for " + limit);
        }
    }

    private static long allocatedBytes() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        return threads.getCurrentThreadAllocatedBytes();
    }

    private static void putForEver(JsonTokens tokens, byte[] first, byte[] piece) throws JsonException {
        byte[] next = first;
        for (int i = 0; i < 1_000_000; i++) {
            tokens.put(next, 0, next.length);
            while (tokens.isReady()) {
                tokens.next();
            }
            next = piece;
        }
    }

    /** The longest that reading can hold the loop up without a look at the clock. */
    @Test
    void oneStepLooksAtAWindowAtMost() throws JsonException {
        byte[] spaces = " ".repeat(1 << 20).getBytes(StandardCharsets.UTF_8);
        try (JsonTokens tokens = new JsonTokens(JsonLimits.EVENTS)) {
            tokens.put(spaces, 0, spaces.length);
            int steps = 0;
            while (tokens.isReady()) {
                int before = tokens.unread();
                tokens.next();
                steps++;
                assertTrue(before - tokens.unread() <= JsonTokens.WINDOW_BYTES, "more than a window in one step");
            }
            assertTrue(steps >= (1 << 20) / JsonTokens.WINDOW_BYTES, steps + " steps");
        }
    }

    @Test
    void whereADocumentIsWrongIsSaidByLineAndColumn() {
        byte[] document = "{\n  \"a\": 1,\n  \"b\": @2\n}".getBytes(StandardCharsets.UTF_8);
        String outcome = Documents.outcome(JsonLimits.TREE, document).getLast();
        assertTrue(outcome.startsWith("400 not JSON: ") && outcome.contains("line 3, column 8, byte 19"), outcome);
        for (int cut = 0; cut < document.length; cut++) {
            assertEquals(outcome, Documents.outcome(JsonLimits.TREE, document, cut).getLast(), "cut at " + cut);
        }
    }

    @Test
    void aNameThatComesTwiceIsRefusedInATree() {
        byte[] document = "{\"a\":{\"b\":1,\"b\":2}}".getBytes(StandardCharsets.UTF_8);
        JsonException e = assertThrows(JsonException.class, () -> Documents.tree(document));
        assertTrue(e.status() == 400 && e.getMessage().endsWith("twice in one object: b"), e.getMessage());
    }
}
