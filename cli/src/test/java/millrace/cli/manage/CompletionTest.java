package millrace.cli.manage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import millrace.cli.Failure;
import org.junit.jupiter.api.Test;

/** The scripts in a real shell, with a program in place of {@code millrace}. */
class CompletionTest {
    private static List<String> complete(String... words) throws Exception {
        String script = """
                millrace() { echo '[{"name":"api"},{"name":"worker"}]'; }
                %s
                COMP_WORDS=(%s)
                COMP_CWORD=%d
                _millrace
                printf '%%s\\n' "${COMPREPLY[@]}"
                """.formatted(Completion.script("bash", "millrace"), quoted(words), words.length - 1);
        return run("bash", script).lines().toList();
    }

    private static String quoted(String... words) {
        return "'" + String.join("' '", words) + "'";
    }

    private static String run(String shell, String script) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(shell, "-c", script).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertEquals(0, process.waitFor(), output);
        return output;
    }

    @Test
    void verbsOptionsAndNamesAreCompleted() throws Exception {
        assertEquals(List.of("startOrRestart"), complete("millrace", "startOrRes"));
        assertEquals(List.of("--max-memory-restart", "--max-restarts"), complete("millrace", "start", "--max-"));
        assertEquals(List.of("--highlight"), complete("millrace", "logs", "--hi"));
        assertEquals(List.of("worker"), complete("millrace", "restart", "w"));
        assertEquals(List.of("all", "api"), complete("millrace", "stop", "a"));
    }

    @Test
    void thereIsNoneForOtherShells() throws Failure {
        assertTrue(Completion.script("zsh", "millrace").startsWith("#compdef millrace"));
        assertThrows(Failure.class, () -> Completion.script("fish", "millrace"));
    }
}
