package millrace.cli.manage;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import millrace.cli.Colours;
import org.junit.jupiter.api.Test;

class ConsoleTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void whatAFileSaysCannotSteerTheTerminal() {
        Colours none = Colours.of(false, Map.of());
        Console console = new Console(out, err, none, none, false, false);
        console.complain("there is no file \u001b]0;x\u0007é.js\n\tat all");
        console.warn("\u009b2J");
        assertEquals("[millrace][ERROR] there is no file ·]0;x·é.js\n\tat all\n", err.toString(StandardCharsets.UTF_8));
        assertEquals("[millrace][WARN] ·2J\n", out.toString(StandardCharsets.UTF_8));
    }
}
