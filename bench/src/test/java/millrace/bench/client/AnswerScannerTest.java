package millrace.bench.client;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerScannerTest {
    private static final String HELLO = "HTTP/1.1 200 OK\r\nServer: x\r\nContent-Length: 5\r\n\r\nhello";
    private static final String CHUNKED = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n"
            + "5\r\nhello\r\n10;a=b\r\n0123456789abcdef\r\n0\r\nTrailer: 1\r\n\r\n";
    private static final String NO_CONTENT = "HTTP/1.1 204 No Content\r\nContent-Length: 7\r\n\r\n";
    private static final String NOT_MODIFIED = "HTTP/1.1 304 Not Modified\r\nContent-Length: 7\r\n\r\n";
    private static final String CONTINUE = "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: a\r\n\r\n";
    private static final String BARE_FEEDS = "HTTP/1.1 404\nContent-Length: 3\n\nbad";

    /** The statuses found, when the bytes come in pieces; what the scanner leaves is offered again. */
    private static List<Integer> scan(AnswerScanner scanner, String text, boolean ofHead, int... cuts) {
        byte[] bytes = text.getBytes(ISO_8859_1);
        List<Integer> found = new ArrayList<>();
        int at = 0;
        for (int i = 0; i <= cuts.length; i++) {
            int end = i < cuts.length ? cuts[i] : bytes.length;
            while (at < end && scanner.fault() == null) {
                at = scanner.scan(bytes, at, end, ofHead);
                if (!scanner.isComplete()) {
                    break;
                }
                found.add(scanner.status());
            }
        }
        return found;
    }

    private static AnswerScanner scanner() {
        return new AnswerScanner(null);
    }

    @Test
    void answersAreFoundWhereverTheBytesAreSplit() {
        String all = HELLO + CHUNKED + CONTINUE + NO_CONTENT + BARE_FEEDS + NOT_MODIFIED + HELLO;
        List<Integer> expected = List.of(200, 200, 204, 404, 304, 200);
        assertEquals(expected, scan(scanner(), all, false));
        for (int cut = 1; cut < all.length(); cut++) {
            assertEquals(expected, scan(scanner(), all, false, cut), "split at " + cut);
        }
        int[] everywhere = new int[all.length() - 1];
        for (int i = 0; i < everywhere.length; i++) {
            everywhere[i] = i + 1;
        }
        assertEquals(expected, scan(scanner(), all, false, everywhere));
    }

    @Test
    void theAnswerToHeadHasNoBodyWhateverItSays() {
        String head = "HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n";
        assertEquals(List.of(200, 200), scan(scanner(), head + head, true));
    }

    @Test
    void withoutALengthTheEndOfTheConnectionIsTheEndOfTheAnswer() {
        AnswerScanner scanner = scanner();
        assertEquals(List.of(), scan(scanner, "HTTP/1.1 200 OK\r\n\r\nas much as there is", false));
        assertTrue(scanner.endCompletes());
        assertFalse(scanner.goesOn());
    }

    @Test
    void theEndInTheMiddleCompletesNothing() {
        for (String text : List.of(HELLO, CHUNKED)) {
            for (int length = 1; length < text.length(); length++) {
                AnswerScanner scanner = scanner();
                assertEquals(List.of(), scan(scanner, text.substring(0, length), false));
                assertFalse(scanner.endCompletes());
            }
        }
    }

    @Test
    void whetherTheConnectionGoesOnIsReadFromVersionAndField() {
        assertTrue(goesOn("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"));
        assertFalse(goesOn("HTTP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n"));
        assertTrue(goesOn("HTTP/1.0 200 OK\r\nConnection: Keep-Alive\r\nContent-Length: 0\r\n\r\n"));
        assertFalse(goesOn("HTTP/1.1 200 OK\r\nCONNECTION: x, Close\r\nContent-Length: 0\r\n\r\n"));
        assertTrue(goesOn("HTTP/1.1 200 OK\r\nConnection: closed\r\nContent-Length: 0\r\n\r\n"));
        assertFalse(goesOn("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n"));
    }

    private static boolean goesOn(String text) {
        AnswerScanner scanner = scanner();
        assertEquals(1, scan(scanner, text, false).size(), text);
        return scanner.goesOn();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SSH-2.0-OpenSSH_9.2\r\n\r\n",
                "\r\nHTTP/1.1 200 OK\r\n\r\n",
                "HTTP/2.0 200 OK\r\n\r\n",
                "HTTP/1.1 2x0 OK\r\n\r\n",
                "HTTP/1.1 099 OK\r\n\r\n",
                "HTTP/1.1 2000\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: five\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 5 5\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nabc\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nfffffffffffffffffff\r\n",
            })
    void whatIsNoAnswerIsAFault(String text) {
        AnswerScanner scanner = scanner();
        assertEquals(List.of(), scan(scanner, text, false));
        assertNotNull(scanner.fault());
    }

    @Test
    void anEndlessHeadAndAnEndlessLineAreFaults() {
        AnswerScanner head = scanner();
        scan(head, "HTTP/1.1 200 OK\r\nX: " + "x".repeat(AnswerScanner.LONGEST_HEAD), false);
        assertNotNull(head.fault());
        AnswerScanner line = scanner();
        scan(line, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5;" + "x".repeat(5000), false);
        assertNotNull(line.fault());
    }

    @Test
    void anExpectedBodyIsComparedAlsoInPieces() {
        for (int cut = 1; cut < HELLO.length(); cut++) {
            AnswerScanner scanner = new AnswerScanner("hello".getBytes(ISO_8859_1));
            scan(scanner, HELLO, false, cut);
            assertTrue(scanner.isAsExpected());
        }
        for (String other : List.of("hell", "hello!", "jello", "")) {
            AnswerScanner scanner = new AnswerScanner(other.getBytes(ISO_8859_1));
            scan(scanner, HELLO, false);
            assertFalse(scanner.isAsExpected(), other);
        }
    }

    @Test
    void aReaderIsToldHeadAndBodyWithoutTheirFraming() {
        String all = CONTINUE + HELLO + CHUNKED + NO_CONTENT;
        for (int cut = 1; cut < all.length(); cut++) {
            StringBuilder heads = new StringBuilder();
            StringBuilder bodies = new StringBuilder();
            AnswerScanner scanner = scanner();
            scanner.reader(new AnswerReader() {
                @Override
                public void head(byte[] bytes, int from, int end) {
                    heads.append(new String(bytes, from, end - from, ISO_8859_1));
                }

                @Override
                public void body(byte[] bytes, int from, int end) {
                    bodies.append(new String(bytes, from, end - from, ISO_8859_1));
                }
            });
            scan(scanner, all, false, cut);
            assertEquals(HELLO.replace("\r\n\r\nhello", "\r\n\r\n")
                    + CHUNKED.substring(0, CHUNKED.indexOf("\r\n\r\n") + 4) + NO_CONTENT, heads.toString());
            assertEquals("hello" + "hello" + "0123456789abcdef", bodies.toString());
        }
    }

    /** Whatever comes, in whatever pieces: the same answers, no exception, no step backwards. */
    @Test
    void mutatedAnswersAreReadTheSameInAnyPieces() {
        Random random = new Random(20);
        String[] seeds = {HELLO, CHUNKED, CONTINUE + HELLO, NO_CONTENT, BARE_FEEDS};
        for (int i = 0; i < 30_000; i++) {
            StringBuilder text = new StringBuilder(seeds[random.nextInt(seeds.length)]);
            text.append(seeds[random.nextInt(seeds.length)]);
            for (int mutations = random.nextInt(3); mutations > 0; mutations--) {
                text.setCharAt(random.nextInt(text.length()), (char) random.nextInt(256));
            }
            int[] cuts = random.ints(3, 1, text.length()).sorted().toArray();
            AnswerScanner whole = scanner();
            AnswerScanner pieces = scanner();
            List<Integer> expected = scan(whole, text.toString(), false);
            assertEquals(expected, scan(pieces, text.toString(), false, cuts), () -> "case of seed 20: " + text);
            assertEquals(whole.fault(), pieces.fault());
        }
    }

    @Test
    void anUntouchedAnswerIsNoFault() {
        AnswerScanner scanner = scanner();
        scan(scanner, HELLO, false);
        assertNull(scanner.fault());
        assertFalse(scanner.isInside());
    }
}
