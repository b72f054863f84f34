package millrace.bench.threshold;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ThresholdTest {
    @ParameterizedTest
    @ValueSource(strings = {"p99<50ms", "p99.9 <= 1.5s", "P50<100us", "max < 2m", "errors<0.1%", "checks >= 99%",
        "rps>1000", "requests>=10", "missed<1%", "avg<1s"})
    void aThresholdIsReadAndSaidAsItWasWritten(String text) {
        assertEquals(text, Threshold.of(text).toString());
        assertNull(Threshold.of(text).request());
    }

    @Test
    void whatIsBeforeTheColonIsARequest() {
        assertEquals("GET /a: b", Threshold.of("GET /a: b: p95<100ms").request());
        assertEquals("login", Threshold.of("login:errors<1%").request());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "p99 | a threshold is a figure",
        "p99=5ms | a threshold is a figure",
        "p99<-5ms | a threshold is a figure",
        "<5ms | a threshold is a figure",
        "p101<5ms | is no figure of a threshold",
        "latency<5ms | is no figure of a threshold",
        "p99<5 | a time needs its unit",
        "p99<5% | a time needs its unit",
        "errors<0.1 | a share is written in per cent",
        "rps>10% | a plain number is expected",
    })
    void whatIsNoThresholdIsToldWithWhatIsExpected(String text, String sentence) {
        String said = assertThrows(IllegalArgumentException.class, () -> Threshold.of(text)).getMessage();
        assertTrue(said.contains(sentence), said);
    }
}
