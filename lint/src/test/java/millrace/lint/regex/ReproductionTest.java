package millrace.lint.regex;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.List;
import millrace.lint.source.Facts;
import millrace.regex.analysis.Attack;
import millrace.regex.analysis.Complexity;
import millrace.regex.analysis.Dialect;
import millrace.regex.analysis.Proof;
import millrace.regex.analysis.Verdict;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The line that is shown for copying does in a shell what it says. */
class ReproductionTest {
    /** Harmless here: five characters long. What counts is that quotes and escapes survive shell and language. */
    private static Verdict verdict(String prefix) {
        Proof.Run run = new Proof.Run(Proof.Engine.JDK, 5, 9, 9, Proof.Ending.STOPPED);
        return new Verdict(Complexity.EXPONENTIAL, 0, List.of(), new Attack(prefix, "ab", "!", false),
                new Proof(true, List.of(run), "seen"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "it's", "\"", "a/b", "\n", "`", "ü€", "[$]HOME", "(?<n>a)", "\\\\", "a\\/b", "[/]", "(\\\\/)?a", "\u001b?a"})
    void theLineRunsInAShellAndMatchesWhatItSays(String pattern) throws Exception {
        Facts.PatternText text = new Facts.PatternText(pattern, "i", Dialect.JAVASCRIPT, null);
        String line = Reproduction.line(text, verdict("it's \"a/b\n$HOME`\\ü€"));
        Process shell = new ProcessBuilder("bash", "-c", line.replace("time ", "")).redirectErrorStream(true).start();
        shell.getOutputStream().close();
        String said = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, shell.waitFor(), line + "\n" + said);
        assertEquals("true\n", said, line);
    }
}
