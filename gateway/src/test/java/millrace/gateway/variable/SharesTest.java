package millrace.gateway.variable;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import millrace.gateway.config.ConfigException;
import millrace.gateway.config.Place;
import millrace.gateway.config.Statement;
import org.junit.jupiter.api.Test;

class SharesTest {
    private static Shares shares(String... percent) throws ConfigException {
        List<Statement> lines = new ArrayList<>();
        for (String each : percent) {
            lines.add(new Statement(each, List.of(each), null, new Place("f", 1)));
        }
        return Shares.of(lines);
    }

    private static String of(Shares shares, long hash) {
        byte[] value = shares.of(hash);
        return value == null ? null : new String(value, StandardCharsets.ISO_8859_1);
    }

    @Test
    void eachPartHasItsShareOfAllHashes() throws ConfigException {
        Shares shares = shares("0.5%", "20%", "*");
        long whole = 0xffffffffL;
        assertEquals("0.5%", of(shares, 0));
        assertEquals("0.5%", of(shares, whole / 200 - 1));
        assertEquals("20%", of(shares, whole / 200 + 1));
        assertEquals("20%", of(shares, whole / 1000 * 205 - 10));
        assertEquals("*", of(shares, whole / 1000 * 206));
        assertEquals("*", of(shares, whole));
    }

    @Test
    void withoutARestSomeHaveNothingUnlessTheSharesMakeTheWhole() throws ConfigException {
        assertEquals(null, of(shares("50%"), 0xffffffffL));
        assertEquals("50.00%", of(shares("50%", "50.00%"), 0xffffffffL));
    }

    @Test
    void theHashIsTheOneThatNginxHas() {
        assertEquals(0, hash(""));
        assertEquals(2456313694L, hash("a"));
        assertEquals(324500635L, hash("abc"));
        assertEquals(3369748723L, hash("192.0.2.1"));
        assertEquals(459737351L, hash("hello12345"));
    }

    private static long hash(String text) {
        byte[] octets = text.getBytes(StandardCharsets.ISO_8859_1);
        return Murmur2.hash(octets, 0, octets.length);
    }

    @Test
    void brokenShares() {
        assertThrows(ConfigException.class, () -> shares("60%", "60%"));
        for (String each : List.of("x%", "0%", "5", "", "1.234%", "-1%")) {
            assertThrows(ConfigException.class, () -> shares(each), each);
        }
    }
}
