package millrace.manager.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

final class ScaleTest {
    @Test
    void aNumberIsHowManyAndASignHowManyMoreOrFewer() {
        assertEquals(4, Scale.target("4", 2));
        assertEquals(4, Scale.target("+2", 2));
        assertEquals(1, Scale.target(" -1 ", 2));
    }

    @Test
    void whatIsNoNumberOrLeavesNoneIsExplained() {
        for (String wish : new String[] {"", "two", "1.5", "0", "-2", "99999999999999999999", "20000"}) {
            IllegalArgumentException refused =
                    assertThrows(IllegalArgumentException.class, () -> Scale.target(wish, 2), wish);
            assertTrue(refused.getMessage().contains("instances"), refused.getMessage());
        }
    }
}
