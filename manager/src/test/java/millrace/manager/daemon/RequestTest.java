package millrace.manager.daemon;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import millrace.cluster.json.Json;
import org.junit.jupiter.api.Test;

/** The codec of requests: what it takes, what it refuses, and that nothing brings it down. */
final class RequestTest {
    private static final String VALID = "{\"id\":7,\"verb\":\"restart\",\"targets\":[\"all\",3],\"force\":true,\"parallel\":2}";

    private static Request read(String text) {
        byte[] bytes = text.getBytes(UTF_8);
        return Request.read(bytes, 0, bytes.length);
    }

    @Test
    void fieldsAreReadByTheirKind() {
        Request request = read(VALID);
        assertEquals(7, request.id());
        assertEquals("restart", request.verb());
        assertEquals(List.of("all", "3"), request.texts("targets"));
        assertTrue(request.flag("force"));
        assertFalse(request.flag("other"));
        assertEquals(2, request.number("parallel", 1));
        assertEquals(1, request.number("other", 1));
    }

    @Test
    void whatIsOfTheWrongKindIsNamed() {
        Request request = read("{\"verb\":\"x\",\"a\":1,\"b\":\"text\",\"c\":[{}]}");
        assertTrue(message(() -> request.text("a")).contains("\"a\" of x"));
        assertTrue(message(() -> request.flag("b")).contains("true or false"));
        assertTrue(message(() -> request.number("b", 0)).contains("whole number"));
        assertTrue(message(() -> request.texts("c")).contains("list of strings"));
        assertTrue(message(() -> request.objects("b")).contains("list of objects"));
        assertTrue(message(() -> request.object("b")).contains("object"));
    }

    private static String message(org.junit.jupiter.api.function.Executable read) {
        return assertThrows(BadRequestException.class, read).getMessage();
    }

    @Test
    void whatIsNoRequestIsRefused() {
        for (String text : List.of("", "{", "[]", "3", "null", "{}", "{\"verb\":3}", "{\"verb\":\"x\"} {}", "\u0000")) {
            assertThrows(BadRequestException.class, () -> read(text), text);
        }
    }

    @Test
    void noBytesBringItDown() {
        Random random = new Random(4711);
        byte[] valid = VALID.getBytes(UTF_8);
        for (int round = 0; round < 50_000; round++) {
            byte[] bytes = valid.clone();
            int changes = 1 + random.nextInt(6);
            for (int change = 0; change < changes; change++) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            int length = random.nextInt(bytes.length + 1);
            try {
                Request request = Request.read(bytes, 0, length);
                assertNotNull(request.verb());
                request.texts("targets");
                request.flag("force");
                request.number("parallel", 1);
            } catch (BadRequestException e) {
                assertNotNull(e.getMessage());
            }
        }
    }

    @Test
    void deepNestingIsRefusedAndNotFollowedToTheEndOfTheStack() {
        assertThrows(BadRequestException.class, () -> read("[".repeat(1_000_000)));
    }

    @Test
    void linesArePutTogetherWhateverPiecesTheyComeIn() {
        Random random = new Random(1);
        for (int round = 0; round < 300; round++) {
            List<String> lines = new ArrayList<>();
            for (int i = random.nextInt(8); i >= 0; i--) {
                lines.add("x".repeat(random.nextInt(random.nextBoolean() ? 5 : 5_000)) + i);
            }
            byte[] all = (String.join("\n", lines) + "\n").getBytes(UTF_8);
            List<String> read = new ArrayList<>();
            LineBuffer buffer = new LineBuffer();
            for (int at = 0; at < all.length; ) {
                int count = Math.min(all.length - at, 1 + random.nextInt(700));
                assertTrue(buffer.feed(all, at, count, (bytes, offset, length) ->
                        read.add(new String(bytes, offset, length, UTF_8))));
                at += count;
            }
            assertEquals(lines, read);
        }
    }

    @Test
    void aLineWithoutEndIsGivenUp() {
        LineBuffer buffer = new LineBuffer();
        byte[] piece = new byte[1 << 20];
        int fed = 0;
        while (buffer.feed(piece, 0, piece.length, (bytes, offset, length) -> {
            throw new AssertionError();
        })) {
            fed += piece.length;
            assertTrue(fed <= LineBuffer.LONGEST);
        }
    }

    @Test
    void anAnswerIsReadAsItWasWritten() {
        byte[] line = Json.line(Map.of("id", 1, "verb", "send", "text", "a\nb\u0000\ud83d\ude00\""));
        assertEquals("a\nb\u0000\ud83d\ude00\"", Request.read(line, 0, line.length).text("text"));
    }
}
