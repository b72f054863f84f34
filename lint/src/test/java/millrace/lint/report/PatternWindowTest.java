package millrace.lint.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

class PatternWindowTest {
    @Test
    void aShortPatternIsShownWholeWithTheMarkUnderItsPart() {
        PatternWindow window = PatternWindow.of("^(a+)+$", 1, 6, 40);
        assertEquals("^(a+)+$", window.shown());
        assertEquals(" ^~~~~", window.marks());
    }

    @Test
    void controlCharactersDoNotMoveTheMark() {
        assertEquals("a··b", PatternWindow.of("a\n\tb", 3, 4, 40).shown());
    }

    @Test
    void aPartFarInALongPatternIsSeenBetweenEllipses() {
        String pattern = "x".repeat(100) + "(a+)+" + "y".repeat(100);
        PatternWindow window = PatternWindow.of(pattern, 100, 105, 41);
        assertEquals("…" + "x".repeat(17) + "(a+)+" + "y".repeat(17) + "…", window.shown());
        assertEquals(" ".repeat(18) + "^~~~~", window.marks());
    }

    @Test
    void theMarkIsAlwaysUnderTheBeginningOfItsPartAndWithinTheWidth() {
        Random random = new Random(7);
        for (int i = 0; i < 10_000; i++) {
            int length = 1 + random.nextInt(300);
            int from = random.nextInt(length);
            int to = from + random.nextInt(length - from) + 1;
            int width = 20 + random.nextInt(100);
            PatternWindow window = PatternWindow.of("p".repeat(length), from, to, width);
            String where = length + " " + from + ".." + to + " in " + width;
            assertTrue(window.shown().length() <= width, where);
            assertTrue(window.marks().length() <= width, where);
            assertEquals(Math.min(width, length), window.shown().length(), where);
        }
    }
}
