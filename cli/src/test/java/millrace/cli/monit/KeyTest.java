package millrace.cli.monit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeyTest {
    @ParameterizedTest
    @CsvSource({"[A,UP", "OA,UP", "[B,DOWN", "[5~,OLDER", "[6~,NEWER"})
    void sequencesOfEitherCursorMode(String sequence, Key key) {
        assertEquals(key, Key.of(27, sequence));
    }

    @ParameterizedTest
    @CsvSource({"r,RESTART", "l,RELOAD", "s,STOP", "q,QUIT", "j,DOWN", "f,ONLY"})
    void letters(char letter, Key key) {
        assertEquals(key, Key.of(letter, ""));
    }

    @Test
    void theEndOfInputAndEscapeEndIt() {
        assertEquals(Key.QUIT, Key.of(-1, ""));
        assertEquals(Key.QUIT, Key.of(27, ""));
        assertEquals(null, Key.of(27, "[15~"));
        assertEquals(null, Key.of('x', ""));
    }
}
