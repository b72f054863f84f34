package millrace.manager.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class HealthTest {
    private final Health health = new Health(3, 10_000);

    @Test
    void onlyFailuresInARowCount() {
        health.well();
        assertFalse(health.failed(20_000));
        assertFalse(health.failed(21_000));
        health.well();
        assertFalse(health.failed(22_000));
        assertFalse(health.failed(23_000));
        assertTrue(health.failed(24_000));
        assertEquals(3, health.failures());
    }

    @Test
    void aProcessThatStartsSlowlyIsGivenItsTime() {
        for (int millis = 0; millis < 10_000; millis += 1_000) {
            assertFalse(health.failed(millis));
        }
        assertFalse(health.failed(10_000));
        assertFalse(health.failed(11_000));
        assertTrue(health.failed(12_000));
    }

    @Test
    void whoHasBeenWellHasNoGraceAnyMore() {
        health.well();
        assertFalse(health.failed(1_000));
        assertFalse(health.failed(2_000));
        assertTrue(health.failed(3_000));
    }
}
