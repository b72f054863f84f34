package millrace.http.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OutputTest {
    private final Output out = new Output(4);

    @Test
    void aHeadIsWrittenLineByLine() {
        out.status(404).field("Content-Length", 0).field("X", "a\tb").crlf();
        assertEquals("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nX: a\tb\r\n\r\n", text());
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\r\nSet-Cookie: x", "a\nb", "a\rb", "a\0b", "\u007f", "\u0100", "\u010d\u010a"})
    void aValueCannotEndItsLine(String value) {
        out.field("Before", "kept");
        assertThrows(IllegalArgumentException.class, () -> out.field("X", value));
        assertEquals("Before: kept\r\n", text());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a b", "a:", "a\r\nb", "a\0", "\u00e9", "\u0161", "(x)"})
    void aNameMustBeAToken(String name) {
        assertThrows(IllegalArgumentException.class, () -> out.field(name, "v"));
        assertThrows(IllegalArgumentException.class, () -> out.field(name, 1));
        assertEquals("", text());
    }

    @Test
    void aStatusHasThreeDigits() {
        assertEquals("HTTP/1.1 299 \r\n", new String(Status.line(299), StandardCharsets.ISO_8859_1));
        assertThrows(IllegalArgumentException.class, () -> out.status(99));
        assertThrows(IllegalArgumentException.class, () -> out.status(1000));
    }

    @Test
    void numbersAndChunkSizesHaveNoMoreDigitsThanTheyNeed() {
        for (long number : new long[] {0, 9, 10, 99, 100, 12_345, Long.MAX_VALUE}) {
            out.clear();
            out.number(number);
            assertEquals(Long.toString(number), text());
        }
        for (int size : new int[] {0, 1, 15, 16, 255, 256, 65_536, Integer.MAX_VALUE}) {
            out.clear();
            out.chunkSize(size);
            assertEquals(Integer.toHexString(size) + "\r\n", text());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "plain", "gr\u00fc\u00df", "\u20ac uro", "a \ud83d\ude00 b", "half \ud83d", "\u0000"})
    void textBecomesUtf8(String s) {
        out.utf8(s);
        assertEquals(new String(s.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1), text());
    }

    @Test
    void datesAgreeWithTheCalendar() {
        DateTimeFormatter format = DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH);
        long last = Instant.parse("9999-12-31T23:59:59Z").getEpochSecond();
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 20_000; i++) {
            long second = i == 0 ? last : i < 4_000 ? i * 86_400L : random.nextLong(last);
            byte[] date = new byte[HttpDate.LENGTH];
            HttpDate.write(second, date, 0);
            String expected = format.format(Instant.ofEpochSecond(second).atOffset(ZoneOffset.UTC));
            assertEquals(expected, new String(date, StandardCharsets.ISO_8859_1));
        }
    }

    @Test
    void everyRefusalHasAStatusWithAPhrase() {
        for (Refusal refusal : Refusal.values()) {
            assertTrue(refusal.status() >= 400 && !Status.phrase(refusal.status()).isEmpty(), refusal::name);
        }
    }

    private String text() {
        return new String(out.bytes(), 0, out.length(), StandardCharsets.ISO_8859_1);
    }
}
