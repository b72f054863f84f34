package millrace.cli.manage;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import millrace.cli.Colours;
import millrace.cli.Failure;
import org.junit.jupiter.api.Test;

class LogTextTest {
    private static String shown(boolean terminal, String text, String... options) throws Failure {
        List<String> words = new ArrayList<>(List.of("logs", "all"));
        words.addAll(List.of(options));
        return new LogText(CommandLine.read(words), new Colours(false), terminal, 0).of(3, "api", true, 1_000, text);
    }

    @Test
    void aStrangersSequencesReachNoTerminalUnlessTheyAreAskedFor() throws Failure {
        String title = "\033]0;x\007";
        assertEquals("3|api | ^[]0;x^G\n", shown(true, title));
        assertEquals("3|api | " + title + "\n", shown(false, title));
        assertEquals(title + "\n", shown(true, title, "--raw"));
    }

    @Test
    void theFormOfATimeIsTheUsersChoice() throws Failure {
        assertEquals("at 01.000 3|api | x\n", shown(false, "x", "--timestamp", "[at] ss.SSS"));
    }

    @Test
    void pm2sFieldsInItsWords() throws Failure {
        String line = shown(false, "x", "--format");
        assertEquals(" app=api id=3 type=error message=x\n", line.substring(line.indexOf(' ')));
    }
}
