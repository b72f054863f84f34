package millrace.cli.manage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.api.Test;

class WholeLinesTest {
    private final WholeLines lines = new WholeLines();

    @Test
    void aLineInPiecesIsShownOnceItIsWholeAndOthersMeanwhile() {
        assertNull(lines.add(0, false, "one ", true));
        assertEquals("other", lines.add(1, false, "other", false));
        assertEquals("error", lines.add(0, true, "error", false));
        assertNull(lines.add(0, false, "long ", true));
        assertEquals("one long line", lines.add(0, false, "line", false));
        assertEquals("next", lines.add(0, false, "next", false));
    }

    @Test
    void anEndlessLineIsShownInPartsAndNotKept() {
        String half = "x".repeat(WholeLines.MOST_CHARS / 2);
        assertNull(lines.add(0, false, half, true));
        assertEquals(half + half, lines.add(0, false, half, true));
        assertEquals("rest", lines.add(0, false, "rest", false));
    }
}
