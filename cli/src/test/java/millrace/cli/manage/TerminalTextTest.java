package millrace.cli.manage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.Random;
import org.junit.jupiter.api.Test;

class TerminalTextTest {
    @Test
    void whatATerminalDoesNotObeyStaysAsItIs() {
        String text = "a\tb ünï 漢字 🎉 []0;m";
        assertSame(text, TerminalText.of(text));
    }

    @Test
    void coloursPassAndEndWithTheLine() {
        assertEquals("\033[1;31mred\033[0m", TerminalText.of("\033[1;31mred"));
        assertEquals("\033[38:2::1:2:3mx\033[0m", TerminalText.of("\033[38:2::1:2:3mx"));
    }

    @Test
    void neitherTitleNorClipboardNorCursorIsTheWritersToSet() {
        assertEquals("^[]0;title^Gx", TerminalText.of("\033]0;title\007x"));
        assertEquals("^[]52;c;AAAA^[\\", TerminalText.of("\033]52;c;AAAA\033\\"));
        assertEquals("^[[2J^[[1A^[c", TerminalText.of("\033[2J\033[1A\033c"));
        assertEquals("M-^[31m", TerminalText.of("\u009b31m"));
        assertEquals("^[[31", TerminalText.of("\033[31"));
        assertEquals("^[", TerminalText.of("\033"));
    }

    @Test
    void aLineCannotOverwriteItsTag() {
        assertEquals("10%^M20%", TerminalText.of("10%\r20%"));
        assertEquals("as Windows ends it", TerminalText.of("as Windows ends it\r"));
        assertEquals("^H^?", TerminalText.of("\b\u007f"));
    }

    @Test
    void nothingButColoursAndTabsComesThrough() {
        Random random = new Random(7);
        String alphabet = "\033[]0;:1mJAcx\r\n\t\b\u007f\u009b\u009dé";
        for (int i = 0; i < 50_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int length = random.nextInt(20); length > 0; length--) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            String left = TerminalText.of(text.toString()).replaceAll("\033\\[[0-9;:]*m", "").replace("\t", "");
            assertFalse(left.chars().anyMatch(Character::isISOControl), () -> "seed 7: " + text);
        }
    }
}
