package millrace.regex;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SafeRegexTest {

    @Test
    void nestedRepetitionsEndAtAnyLength() {
        SafeRegex regex = SafeRegex.compile("(\\/.+)+$");
        assertFalse(regex.find("/".repeat(40) + "\n\n"));
        assertTrue(regex.find("/".repeat(10_000)));
        // A last line terminator is what RE2 has no word for, so that this one has to go by the budget.
        RegexBudgetExceeded error = assertThrows(RegexBudgetExceeded.class,
                () -> regex.find("/".repeat(10_000) + "\n\n"));
        assertEquals(RegexBudgetExceeded.Limit.STEPS, error.limit());
    }

    @Test
    void aBackReferenceEndsInAClearError() {
        SafeRegex regex = SafeRegex.compile("(a+)+\\1b");
        assertFalse(regex.linear());
        assertTrue(regex.find("aab"));
        RegexBudgetExceeded error = assertThrows(RegexBudgetExceeded.class, () -> regex.find("a".repeat(24)));
        assertEquals(RegexBudgetExceeded.Limit.STEPS, error.limit());
        assertTrue(error.getMessage().contains("lint"), error::getMessage);
    }

    @Test
    void whatOverflowsTheStackOfTheJdkIsAnswered() {
        SafeRegex regex = SafeRegex.compile("(a|a)*b");
        assertTrue(regex.linear());
        assertFalse(regex.find("a".repeat(100_000)));
        assertTrue(regex.matches("a".repeat(5_000) + "b"));
    }

    @Test
    void manyLooksForAMatchHaveOneBudgetInTheLinearLibraryToo() {
        SafeRegex regex = SafeRegex.compile("a.*b|a");
        assertTrue(regex.linear());
        assertEquals("c", regex.replaceAll("aaabc", ""));
        RegexBudgetExceeded error = assertThrows(RegexBudgetExceeded.class,
                () -> regex.replaceAll("a".repeat(20_000), ""));
        assertEquals(RegexBudgetExceeded.Limit.STEPS, error.limit());
        assertTrue(error.getMessage().contains("'a.*b|a'"), error::getMessage);
    }

    @Test
    void anOverflowOfTheStackIsTheSameClearError() {
        SafeRegex regex = SafeRegex.compile("(?=(a|a)*b)", 0, RegexLimits.defaults().withSteps(Long.MAX_VALUE / 2));
        RegexBudgetExceeded error = assertThrows(RegexBudgetExceeded.class, () -> regex.find("a".repeat(1_000_000)));
        assertEquals(RegexBudgetExceeded.Limit.STACK, error.limit());
    }

    @Test
    void inputBeyondTheLimitIsRefusedUnread() {
        SafeRegex regex = SafeRegex.compile("a", 0, RegexLimits.defaults().withMaxInputLength(3));
        assertTrue(regex.find("bab"));
        assertEquals(RegexBudgetExceeded.Limit.INPUT_LENGTH,
                assertThrows(RegexBudgetExceeded.class, () -> regex.find("baba")).limit());
    }

    @Test
    void aSearchThatReadsNoCharacterIsRefusedAtCompileTime() {
        assertThrows(PatternSyntaxException.class, () -> SafeRegex.compile("(?:|a?|b?){30}x"));
        assertThrows(PatternSyntaxException.class, () -> SafeRegex.compile("(".repeat(100_000) + ")".repeat(100_000)));
        assertTrue(SafeRegex.compile("(a?){3}(?<=b|^)").find(""));
    }

    @Test
    void groupsHaveNumbersAndNames() {
        SafeMatcher matcher = SafeRegex.compile("(?<year>\\d{4})-(?<month>\\d\\d)(x)?").matcher("on 2024-05.");
        assertTrue(matcher.find());
        assertEquals("2024", matcher.group("year"));
        assertEquals("05", matcher.group(2));
        assertNull(matcher.group(3));
        assertEquals(3, matcher.start());
        assertEquals(3, matcher.groupCount());
        assertFalse(matcher.find());
        assertThrows(IllegalStateException.class, matcher::group);
    }

    @Test
    void replacementsReferToGroups() {
        SafeRegex regex = SafeRegex.compile("(?<a>\\w)(\\d)?");
        String input = "x1 y";
        for (String replacement : new String[] {"<$1$2>", "${a}!", "\\$1", "$11"}) {
            assertEquals(Pattern.compile(regex.pattern()).matcher(input).replaceAll(replacement),
                    regex.replaceAll(input, replacement));
        }
        assertEquals("[x1] y", regex.matcher(input).replaceFirst("[$0]"));
        assertThrows(IllegalArgumentException.class, () -> regex.replaceAll(input, "$"));
        assertThrows(IllegalArgumentException.class, () -> regex.replaceAll(input, "${b}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a,b,,c,,", ",a", "", "abc", ","})
    void splittingIsThatOfTheJdk(String input) {
        assertArrayEquals(Pattern.compile(",").split(input), SafeRegex.compile(",").split(input));
        assertArrayEquals(Pattern.compile("").split(input), SafeRegex.compile("").split(input));
    }
}
