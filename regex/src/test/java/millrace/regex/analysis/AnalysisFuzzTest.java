package millrace.regex.analysis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import millrace.regex.analysis.BacktrackingMatcher.Outcome;
import org.junit.jupiter.api.Test;

/** Seeded: what random patterns must never do to the analysis. */
class AnalysisFuzzTest {
    private static final long SEED = 20_240_613;
    private static final String[] PIECES = {"(", ")", "[", "]", "{", "}", "\\", "^", "$", "*", "+", "?", "|", ".",
            "-", "&&",
        "--", "a", "b", "1", ",", "<", ">", "=", "!", ":", "(?", "(?<", "(?<n>", "\\k<n>", "\\1", "\\p{L}", "\\p{",
        "\\u",
        "\\x4", "\\u{61}", "\\Q", "\\E", "\\q{ab|c}", "\\c", "\\0", "#", " ", "(?i)", "(?x:", "\ud83d", "😀", "\n",
        "{2,1}",
        "{1000}", "[^", "[[", "\\b", "\\R", "\\X", "\\N{", "(?>", "*+"};

    @Test
    void anyTextGetsAVerdictOrASyntaxError() {
        Random random = new Random(SEED);
        RegexAnalyser analyser = RegexAnalyser.of(new Options(300, 20_000, 100_000, 50_000, 1_000_000, false));
        String[] flags = {"", "i", "u", "v", "gm", "s"};
        int understood = 0;
        for (int i = 0; i < 1_500; i++) {
            StringBuilder text = new StringBuilder();
            for (int j = random.nextInt(12); j >= 0; j--) {
                text.append(PIECES[random.nextInt(PIECES.length)]);
            }
            Dialect dialect = random.nextBoolean() ? Dialect.JAVA : Dialect.JAVASCRIPT;
            String letters = dialect == Dialect.JAVA ? random.nextBoolean() ? "" : "ix" : flags[random.nextInt(6)];
            try {
                assertNotNull(analyser.analyse(text.toString(), letters, dialect));
                understood++;
            } catch (RegexSyntaxException error) {
                assertTrue(error.offset() >= 0 && error.offset() <= text.length(), text::toString);
            } catch (RuntimeException | StackOverflowError broken) {
                throw new AssertionError("seed " + SEED + " " + dialect + " " + letters + ": " + text, broken);
            }
        }
        assertTrue(understood > 150, "only " + understood + " patterns were understood");
    }

    @Test
    void theBacktrackingMatcherFindsWhatTheJdkFinds() {
        Random random = new Random(SEED);
        // Nothing here matches the empty text: about loops over that, Java and JavaScript differ, and the JDK with
        // itself.
        RandomPatterns patterns = RandomPatterns.neverEmpty(random, "a", "b", ".", "[ab]", "[^a]", "\\w", "(?>a|ab)",
                "a++",
                "(?i:A)", "\\s", "(?=a).", "(?!b).", ".(?<=a)", ".(?<!b)", "^a", "\\ba");
        for (int i = 0; i < 2_000; i++) {
            String text = patterns.next(2);
            ParsedPattern parsed = PatternParser.parse(text, "", Dialect.JAVA);
            BacktrackingMatcher own = new BacktrackingMatcher(ProgramCompiler.compile(parsed));
            Pattern jdk = Pattern.compile(text);
            for (int j = 0; j < 3; j++) {
                StringBuilder input = new StringBuilder();
                for (int k = random.nextInt(7); k > 0; k--) {
                    input.append("aabbA \nc".charAt(random.nextInt(8)));
                }
                Matcher matcher = jdk.matcher(input);
                Outcome outcome = own.run(BacktrackingMatcher.characters(input.toString(), true), false, 200_000);
                String about = "/" + text + "/ on '" + input + "', seed " + SEED;
                if (outcome == Outcome.STOPPED) {
                    continue;
                }
                assertEquals(matcher.find(), outcome == Outcome.MATCH, about);
                if (outcome == Outcome.MATCH) {
                    assertEquals(matcher.start(), own.start(0), about);
                    assertEquals(matcher.end(), own.end(0), about);
                }
            }
        }
    }

    /** Brute force: every pump of up to three letters, with a few endings. */
    private static boolean explodes(BacktrackingMatcher matcher) {
        String[] pumps = {"a", "b", "ab", "ba", "aab", "abb", "aba", "bab", "bba", "baa"};
        for (String pump : pumps) {
            for (String suffix : new String[] {"", "c", "a", "bc"}) {
                Attack attack = new Attack("", pump, suffix, false);
                long some = cost(matcher, attack, 12);
                long more = cost(matcher, attack, 24);
                if (some < 10_000 && more >= 300_000) {
                    return true;
                }
            }
        }
        return false;
    }

    private static long cost(BacktrackingMatcher matcher, Attack attack, int pumps) {
        matcher.run(BacktrackingMatcher.characters(attack.string(pumps), false), false, 300_000);
        return matcher.steps();
    }

    @Test
    void whatBruteForceFindsToExplodeIsFlagged() {
        Random random = new Random(SEED);
        RegexAnalyser analyser = RegexAnalyser.of(Options.defaults().withJdk(false));
        RandomPatterns patterns = RandomPatterns.of(random, "a", "b", "ab", "[ab]", "a?", "(a|b)", "[^b]");
        int exploding = 0;
        for (int i = 0; i < 200; i++) {
            String text = patterns.next(2) + "d";
            BacktrackingMatcher matcher = new BacktrackingMatcher(ProgramCompiler.compile(
                    PatternParser.parse(text, "", Dialect.JAVASCRIPT)));
            if (explodes(matcher)) {
                exploding++;
                Verdict verdict = analyser.analyse(text, "", Dialect.JAVASCRIPT);
                assertTrue(verdict.dangerous(), () -> "/" + text + "/ seed " + SEED + ": " + verdict);
            }
        }
        assertTrue(exploding >= 3, "only " + exploding + " patterns exploded");
    }
}
