package millrace.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ParametersTest {

    @Test
    void namesAndValuesAreDecoded() throws Exception {
        Parameters p = Parameters.of("a=1&b=x+y%2B%26z&&c&d=&%C3%A9=%e2%82%ac&e=f=g&=nameless");
        assertEquals("1", p.get("a"));
        assertEquals("x y+&z", p.get("b"));
        assertEquals("", p.get("c"));
        assertEquals("", p.get("d"));
        assertEquals("€", p.get("é"));
        assertEquals("f=g", p.get("e"));
        assertEquals("nameless", p.get(""));
        assertNull(p.get("A"));
        assertEquals("[a, b, c, d, é, e, ]", p.names().toString());
        assertTrue(Parameters.of(null).names().isEmpty() && Parameters.of("").names().isEmpty());
    }

    @Test
    void aParameterThatComesTwiceHasNoOneValue() throws Exception {
        Parameters p = Parameters.of("a=1&b=2&a=3");
        assertEquals(List.of("1", "3"), p.all("a"));
        assertEquals(List.of(), p.all("c"));
        assertEquals(400, assertThrows(HttpException.class, () -> p.get("a")).status());
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "a=%", "a=%4", "a=%4&b=1", "a=%zz", "a=%4g", "%=1", "a=%٣٣", "a=%c0%80", "a=%ff", "a=%ed%a0%80", "a=%c3",
        "a=\u00e9"
    })
    void whatIsEncodedWronglyIsRefused(String query) {
        assertEquals(400, assertThrows(HttpException.class, () -> Parameters.of(query)).status());
    }

    @ParameterizedTest
    @CsvSource({
        "0, true", "7, true", "-7, true", "9223372036854775807, true", "-9223372036854775808, true",
        "9223372036854775808, false", "-9223372036854775809, false", "18446744073709551617, false", "'', false",
        "-, false", "%2B7, false", "+7, false", "07, false", "-0, false", "1.0, false", "1e3, false", "0x7, false",
        "7+, false", "%D9%A3, false", "99999999999999999999999999, false",
    })
    void aWholeNumberHasOneForm(String text, boolean right) throws Exception {
        Parameters p = Parameters.of("n=" + text);
        if (right) {
            assertEquals(Long.parseLong(text), p.integer("n", Long.MIN_VALUE, Long.MAX_VALUE, 5));
        } else {
            assertThrows(HttpException.class, () -> p.integer("n", Long.MIN_VALUE, Long.MAX_VALUE, 5));
        }
        assertEquals(5, p.integer("missing", 1, 2, 5));
    }

    /** Against the JDK's own, which is less strict: what passes here means the same there. */
    @Test
    void anyQueryIsRefusedOrReadAsOthersReadIt() {
        long seed = System.nanoTime();
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 100_000; i++) {
            StringBuilder value = new StringBuilder();
            for (int length = random.nextInt(12); length > 0; length--) {
                value.append("%%%0123456789abcdefABCDEF+xyz~\u0001\u00e9".charAt(random.nextInt(32)));
            }
            String query = "seed " + seed + ": " + value;
            try {
                String decoded = Parameters.of("v=" + value).get("v");
                if (value.indexOf("\u00e9") < 0) {
                    assertEquals(URLDecoder.decode(value.toString(), StandardCharsets.UTF_8), decoded, query);
                }
                String again = "v=" + URLEncoder.encode(decoded, StandardCharsets.UTF_8);
                assertEquals(decoded, Parameters.of(again).get("v"), query);
            } catch (HttpException e) {
                assertEquals(400, e.status(), query);
            }
        }
    }
}
