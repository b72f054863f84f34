package millrace.regex;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.junit.jupiter.api.Test;

/** Random patterns in both libraries: what goes to RE2/J must mean what it means in the JDK, groups included. */
class SafeRegexFuzzTest {
    private static final String[] ATOMS = {"a", "b", ".", "[ab]", "[^a]", "\\w", "\\W", "\\s", "\\d", "\\D", "\\h",
            "^", "$",
        "\\b", "\\B", "\\z", "\\Z", "\\A", "[a-c&&[^b]]", "é", "😀", "\\x41", "[\\s\\d]", "(?i:B)", "(?s:.)", "\\QaB\\E",
        "[^\\W_]", "\\R", "(?<n>a)", "\\1", "(?=a)", "(?>a+)", "a++", "(?i)", "\\v", "\\u00e9"};
    private static final String[] QUANTIFIERS = {"", "", "", "*", "+", "?", "*?", "+?", "??", "{2}", "{1,2}", "{0,3}?"};
    private static final String[] TEXTS = {"a", "b", "A", "B", " ", "\n", "\r", "\r\n", "1", "é", "É", "😀", "_", "-",
        "\u2028", "\u0301", "c", "aB"};

    private static String pattern(Random random, int depth) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(3); i >= 0; i--) {
            String atom = depth > 0 && random.nextInt(3) == 0
                    ? (random.nextBoolean() ? "(" : "(?:") + pattern(random, depth - 1)
                            + (random.nextInt(3) == 0 ? "|" + pattern(random, depth - 1) : "") + ")"
                    : ATOMS[random.nextInt(ATOMS.length)];
            boolean named = atom.startsWith("(?<n>") || atom.equals("(?i)");
            if (!named || text.indexOf(atom) < 0) {
                text.append(atom).append(named ? "" : QUANTIFIERS[random.nextInt(QUANTIFIERS.length)]);
            }
        }
        return text.toString();
    }

    private static String input(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(8); i > 0; i--) {
            text.append(TEXTS[random.nextInt(TEXTS.length)]);
        }
        return text.toString();
    }

    @Test
    void bothLibrariesAgreeOnWhateverGoesToTheLinearOne() {
        long seed = 20_240_611;
        Random random = new Random(seed);
        int linear = 0;
        int patterns = 0;
        int compiled = 0;
        for (int i = 0; i < 10_000; i++) {
            String pattern = pattern(random, 2);
            int flags = new int[] {0, 0, 0, Pattern.CASE_INSENSITIVE, Pattern.DOTALL, Pattern.UNIX_LINES,
                Pattern.MULTILINE, Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE,
                Pattern.UNICODE_CHARACTER_CLASS}[random.nextInt(9)];
            Pattern jdk;
            SafeRegex safe;
            try {
                jdk = Pattern.compile(pattern, flags);
                patterns++;
                safe = SafeRegex.compile(pattern, flags);
                compiled++;
            } catch (PatternSyntaxException notOne) {
                continue;
            }
            linear += safe.linear() ? 1 : 0;
            for (int j = 0; j < 4; j++) {
                String input = input(random);
                String about = "/" + pattern + "/ flags " + flags + " on '" + input + "' (seed " + seed + ")";
                try {
                    compare(jdk.matcher(input), safe.matcher(input), about);
                } catch (RegexBudgetExceeded slow) {
                    // A few of these patterns are slow on seven characters already; in RE2 none is.
                    assertFalse(safe.linear(), about);
                }
            }
        }
        assertTrue(compiled > patterns * 0.98, "refused: " + (patterns - compiled) + " of " + patterns);
        assertTrue(linear > 1_000, "only " + linear + " patterns were linear");
    }

    private static void compare(Matcher expected, SafeMatcher actual, String about) {
        assertEquals(expected.matches(), actual.matches(), about);
        assertEquals(expected.lookingAt(), actual.lookingAt(), about);
        expected.reset();
        actual.reset();
        boolean found = true;
        while (found) {
            found = expected.find();
            assertEquals(found, actual.find(), about);
            for (int group = 0; found && group <= expected.groupCount(); group++) {
                assertEquals(expected.start(group), actual.start(group), about + " group " + group);
                assertEquals(expected.end(group), actual.end(group), about + " group " + group);
            }
        }
    }
}
