package millrace.gateway.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class ValuesTest {
    private static final Statement S = new Statement("x", List.of(), null, new Place("f", 1));

    @Test
    void timesAreSumsOfUnitsInOrder() throws ConfigException {
        assertEquals(30_000, Values.millis(S, "30"));
        assertEquals(30_000, Values.millis(S, "30s"));
        assertEquals(500, Values.millis(S, "500ms"));
        assertEquals(5_400_000, Values.millis(S, "1h30m"));
        assertEquals(5_400_000, Values.millis(S, "1h 30m"));
        assertEquals(90_000, Values.millis(S, "1m30"));
        assertEquals(366 * 86_400L, Values.seconds(S, "1y1d"));
        assertEquals(30 * 86_400L, Values.seconds(S, "1M"));
    }

    @Test
    void whatIsNoTimeIsRefused() {
        for (String each : List.of("", "s1", "1x", "30m1h", "1s1s", "-1", "1y", "99999999999999999999")) {
            assertThrows(ConfigException.class, () -> Values.millis(S, each), each);
        }
        assertThrows(ConfigException.class, () -> Values.seconds(S, "1ms"));
    }

    @Test
    void sizes() throws ConfigException {
        assertEquals(8192, Values.size(S, "8k"));
        assertEquals(1 << 20, Values.size(S, "1M"));
        assertEquals(3L << 30, Values.offset(S, "3g"));
        for (String each : List.of("", "k", "1g", "-1", "8kk", "99999999999999999999", "9223372036854775807k")) {
            assertThrows(ConfigException.class, () -> Values.size(S, each), each);
        }
    }
}
