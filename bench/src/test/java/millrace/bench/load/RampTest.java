package millrace.bench.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class RampTest {
    private static final Ramp RAMP = Ramp.of(
            List.of(new Ramp.Stage(0, 100, 1000), new Ramp.Stage(100, 20, 0), new Ramp.Stage(20, 10, 100)));

    @Test
    void usersComeEvenlyStepsAreAtOnceAndTheLastOnesStay() {
        assertEquals(0, RAMP.at(0));
        assertEquals(50, RAMP.at(500));
        assertEquals(100, RAMP.at(999));
        assertEquals(20, RAMP.at(1000));
        assertEquals(15, RAMP.at(1050));
        assertEquals(10, RAMP.at(1100));
        assertEquals(10, RAMP.at(1_000_000));
        assertEquals(100, RAMP.most());
        assertEquals(1100, RAMP.nanos());
        assertTrue(RAMP.isMoving());
    }

    @Test
    void theMeanCountsHowLongThereWereHowMany() {
        assertEquals(50, RAMP.mean(1000), 1e-9);
        assertEquals((50.0 * 1000 + 15 * 100) / 1100, RAMP.mean(1100), 1e-9);
        assertEquals((50.0 * 1000 + 15 * 100 + 10 * 900) / 2000, RAMP.mean(2000), 1e-9);
        assertEquals(7, Ramp.constant(7, 10).mean(5), 1e-9);
        assertFalse(Ramp.constant(7, 10).isMoving());
    }

    @Test
    void thereIsAStage() {
        assertThrows(IllegalArgumentException.class, () -> Ramp.of(List.of()));
        assertThrows(IllegalArgumentException.class, () -> new Ramp.Stage(-1, 0, 1));
    }
}
