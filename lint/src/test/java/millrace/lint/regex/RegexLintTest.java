package millrace.lint.regex;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import millrace.lint.TestNode;
import millrace.lint.source.Facts;
import millrace.lint.source.Place;
import millrace.regex.analysis.Dialect;
import millrace.regex.analysis.Proof;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RegexLintTest {
    private final RegexLint lint = new RegexLint(2, Optional.of(TestNode.path()));

    private static Facts.PatternText at(int line, String pattern) {
        return new Facts.PatternText(pattern, "", Dialect.JAVASCRIPT, new Place("a.js", line, 1));
    }

    @Test
    void answersComeInTheOrderOfThePatternsAndARepeatedOneIsAnalysedOnce() throws Exception {
        List<Facts.PatternText> patterns = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            patterns.add(at(i, i % 2 == 0 ? "(a+)+$" : "abc"));
        }
        AtomicInteger analysed = new AtomicInteger();
        List<RegexResult> results = lint.analyse(patterns, analysed::incrementAndGet);
        assertEquals(2, analysed.get());
        for (int i = 0; i < 100; i++) {
            assertEquals(i, results.get(i).text().place().line());
            assertEquals(i % 2 == 0, results.get(i).dangerous());
        }
    }

    @Test
    void aPatternThatIsNoneSaysWhyAndStopsNoOther() throws Exception {
        List<RegexResult> results = lint.analyse(List.of(at(1, "(("), at(2, "(a+)+$")), () -> { });
        assertNull(results.get(0).verdict());
        assertTrue(results.get(0).problem().contains("offset"), results.get(0).problem());
        assertFalse(results.get(0).dangerous());
        assertTrue(results.get(1).dangerous());
    }

    /** As code, the slash would end the pattern, and what follows would be run. */
    @Test
    void noPartOfAPatternIsRunAsCode(@TempDir Path folder) throws Exception {
        Path sign = folder.resolve("sign");
        String path = sign.toString().replace("/", "'+String.fromCharCode(47)+'");
        String pattern = "(a+)+$\\\\/.test(''),x=require('fs').writeFileSync('" + path + "',''),y=0<!--";
        RegexResult result = lint.analyse(List.of(at(1, pattern)), () -> { }).getFirst();
        assertTrue(result.dangerous(), result.toString());
        assertTrue(result.verdict().proof().runs().stream().anyMatch(run -> run.engine() == Proof.Engine.NODE),
                result.toString());
        assertFalse(Files.exists(sign));
        new ProcessBuilder("bash", "-c", Reproduction.line(result.text(), result.verdict())).start().waitFor();
        assertFalse(Files.exists(sign));
    }

    @Test
    void aTypedPatternIsALiteralOnlyBetweenSlashes() {
        assertEquals(new Facts.PatternText("a/b", "gi", Dialect.JAVASCRIPT, null),
                PatternArgument.read("/a/b/gi", Dialect.JAVASCRIPT));
        assertEquals(new Facts.PatternText("a+", "", Dialect.JAVA, null), PatternArgument.read("a+", Dialect.JAVA));
        assertEquals(new Facts.PatternText("/usr", "", Dialect.JAVA, null), PatternArgument.read("/usr", Dialect.JAVA));
    }
}
