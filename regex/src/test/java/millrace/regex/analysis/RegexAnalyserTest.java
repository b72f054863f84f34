package millrace.regex.analysis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RegexAnalyserTest {
    private final RegexAnalyser analyser = RegexAnalyser.create();

    private Verdict javaScript(String pattern) {
        return analyser.analyse(pattern, "", Dialect.JAVASCRIPT);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ' ', value = {
        "(\\/.+)+$ EXPONENTIAL NESTED_QUANTIFIER",
        "(a+)+\\1b EXPONENTIAL NESTED_QUANTIFIER",
        "(a|a)*b EXPONENTIAL OVERLAPPING_ALTERNATIVES",
        "(a*)*b EXPONENTIAL NESTED_QUANTIFIER",
        "(?=(a+)+b)c EXPONENTIAL NESTED_QUANTIFIER",
        "^(?:a?){30}a{30}$ EXPONENTIAL ADJACENT_QUANTIFIERS",
        "^(([a-z])+.)+[A-Z]([a-z])+$ EXPONENTIAL NESTED_QUANTIFIER",
        "\\s+$ POLYNOMIAL UNANCHORED_QUANTIFIER",
        "^\\s+|\\s+$ POLYNOMIAL UNANCHORED_QUANTIFIER",
        "^a*a*$ POLYNOMIAL ADJACENT_QUANTIFIERS",
        "^\\s*,?\\s*$ POLYNOMIAL ADJACENT_QUANTIFIERS"})
    void aSlowPatternIsProvenSlowAndSaysWhy(String pattern, Complexity complexity, Cause cause) {
        Verdict verdict = javaScript(pattern);
        assertEquals(complexity, verdict.complexity(), verdict::toString);
        assertTrue(verdict.dangerous());
        assertTrue(verdict.proof().proven());
        assertEquals(cause, verdict.findings().getFirst().cause(), verdict::toString);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a+", "^a+$", "^\\d{1,3}(,\\d{3})*$", "\\b\\w+\\b", "^(a+)+", "^[^@]+@[^@]+\\.[a-z]+$",
        "^(?:a|b)*c", "", "(?<year>\\d{4})-\\d\\d", "^\\s+"})
    void aHarmlessPatternIsLinear(String pattern) {
        Verdict verdict = javaScript(pattern);
        assertEquals(Complexity.LINEAR, verdict.complexity(), verdict::toString);
        assertFalse(verdict.dangerous());
    }

    @Test
    void aJavaPatternIsAlsoTriedAgainstTheWholeInput() {
        Verdict verdict = analyser.analyse("(a+)+", "", Dialect.JAVA);
        assertTrue(verdict.dangerous());
        assertTrue(verdict.attack().whole());
        assertFalse(javaScript("(a+)+").dangerous());
    }

    @Test
    void possessiveAndAtomicGroupsStopTheMultiplying() {
        assertTrue(analyser.analyse("^(a+)+b", "", Dialect.JAVA).dangerous());
        assertFalse(analyser.analyse("^(a++)+b", "", Dialect.JAVA).dangerous());
        assertFalse(analyser.analyse("^(?>a+)+b", "", Dialect.JAVA).dangerous());
    }

    @Test
    void aJavaPatternThatOnlyOtherEnginesFallForIsSparedWithAWord() {
        Verdict verdict = analyser.analyse("(a|a)*b", "", Dialect.JAVA);
        assertFalse(verdict.dangerous());
        assertTrue(verdict.proof().reason().contains("java.util.regex overflows the stack"), verdict::toString);
        assertEquals(Complexity.EXPONENTIAL, javaScript("(a|a)*b").complexity());
    }

    @Test
    void theDegreeOfAJavaPatternIsThatOfTheJdk() {
        Verdict verdict = analyser.analyse("(\\/.+)+$", "", Dialect.JAVA);
        assertTrue(verdict.dangerous());
        assertEquals(Complexity.POLYNOMIAL, verdict.complexity());
        assertEquals(2, verdict.degree());
        assertTrue(verdict.proof().reason().contains("java.util.regex"), verdict::toString);
    }

    @Test
    void emptyLinesAreAnAttackWhereEachLineBeginsASearch() {
        Verdict verdict = analyser.analyse("^\\s*x", "m", Dialect.JAVASCRIPT);
        assertTrue(verdict.dangerous(), verdict::toString);
        assertEquals("\n", verdict.attack().pump());
        assertFalse(javaScript("^\\s*x").dangerous());
    }

    @Test
    void anEndBehindSomethingIsFoundWhereEveryCharacterFits() {
        assertTrue(javaScript("(\\s+)[^\\s]*$").dangerous());
    }

    @Test
    void degreesAreMeasured() {
        assertEquals(2, javaScript("^\\s*\\s*$").degree());
        assertEquals(3, javaScript("^\\s*\\s*\\s*$").degree());
        assertEquals(3, javaScript("\\s*\\s*$").degree());
    }

    @Test
    void theBackReferenceIsNamedToo() {
        assertTrue(javaScript("(a+)+\\1b").findings().stream().anyMatch(f -> f.cause() == Cause.BACK_REFERENCE
                && f.from() == 5 && f.to() == 7));
    }

    @Test
    void theJdkRunsTheAttackInABudget() {
        Verdict verdict = analyser.analyse("(a+)+\\1b", "", Dialect.JAVA);
        assertEquals(Proof.Engine.JDK, verdict.proof().runs().getLast().engine());
        assertEquals(Proof.Ending.STOPPED, verdict.proof().runs().getLast().ending());
    }

    @Test
    void whatIsTooLargeIsUnknownAndSaysWhy() {
        Verdict verdict = javaScript("(".repeat(5_000) + ")".repeat(5_000));
        assertEquals(Complexity.UNKNOWN, verdict.complexity());
        assertTrue(verdict.proof().reason().contains("nested"), verdict::toString);
    }

    @Test
    void anErrorInThePatternHasItsPlace() {
        RegexSyntaxException error = assertThrows(RegexSyntaxException.class, () -> javaScript("ab(c"));
        assertEquals(2, error.offset());
        assertEquals("ab(c", error.pattern());
    }

    /** It remembers which loops failed where, so a short attack is over at once: that is no proof of either. */
    @Test
    void whatTheJdkEndsSoonIsShownAtALengthThatHoldsIt() {
        List<Proof.Run> runs = analyser.analyse("^(a+)+$", "", Dialect.JAVA).proof().runs();
        List<Proof.Run> inJdk = runs.stream().filter(run -> run.engine() == Proof.Engine.JDK).toList();
        assertEquals(Proof.Ending.NO_MATCH, inJdk.getFirst().ending());
        assertEquals(Proof.Ending.STOPPED, inJdk.getLast().ending());
        assertEquals(50_000, inJdk.getLast().length());
    }
}
