package millrace.regex;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import millrace.regex.pcre.PcreSyntaxException;
import org.junit.jupiter.api.Test;

class OctetRegexTest {
    /** What the groups match, as text, {@code -} for those that do not; null for no match. */
    private static String match(String pattern, String subject) throws PcreSyntaxException {
        return match(OctetRegex.compile(pattern, false), subject);
    }

    private static String match(OctetRegex regex, String subject) {
        byte[] octets = ("<" + subject + ">").getBytes(StandardCharsets.ISO_8859_1);
        int[] bounds = new int[2 * (regex.groups() + 1)];
        if (!regex.find(octets, 1, subject.length(), bounds)) {
            return null;
        }
        StringBuilder groups = new StringBuilder();
        for (int i = 0; i < bounds.length; i += 2) {
            groups.append(i > 0 ? "|" : "").append(bounds[i] < 0 ? "-" : subject.substring(bounds[i], bounds[i + 1]));
        }
        return groups.toString();
    }

    @Test
    void aRangeIsAllThatAPatternSees() throws PcreSyntaxException {
        assertEquals("/a.php", match("^.*$", "/a.php"));
        assertEquals(null, match("[<>]", "/a.php"));
    }

    @Test
    void groupsHaveNumbersAndNamesInTheThreeSpellings() throws PcreSyntaxException {
        OctetRegex regex = OctetRegex.compile("^(?<first_one>\\w+)-(?P<second>\\d+)-(?'t'x)?(y)$", false);
        assertEquals("ab-12-y|ab|12|-|y", match(regex, "ab-12-y"));
        assertEquals(List.of("first_one", "second", "t"), List.copyOf(regex.names().keySet()));
        assertEquals(List.of(1, 2, 3), List.copyOf(regex.names().values()));
        assertEquals(4, regex.groups());
    }

    @Test
    void caseIsIgnoredForAsciiOnly() throws PcreSyntaxException {
        assertEquals("T.GIF|GIF", match(OctetRegex.compile("t\\.(gif|jpg)$", true), "/T.GIF"));
        assertEquals(null, match(OctetRegex.compile("\u00e9", true), "\u00c9"));
        assertEquals("aB", match("(?i)AB", "aB"));
        assertEquals(null, match("(?-i)AB", "aB"));
        assertEquals(null, match(OctetRegex.compile("(?-i)AB", true), "aB"));
        assertEquals("Ab", match("(?i:a)b", "Ab"));
        assertEquals(null, match("(?i:a)b", "AB"));
    }

    @Test
    void escapesAreThoseOfPcre() throws PcreSyntaxException {
        assertEquals("a.b", match("\\Qa.b\\E", "a.b"));
        assertEquals("ab+", match("\\Qab+\\E", "ab+"));
        assertEquals("abb", match("\\Qab\\E+", "abb"));
        assertEquals("/\t\u00ff", match("\\x2f\\x{9}\\377", "/\t\u00ff"));
        assertEquals("a\nb", match("a\\Rb", "a\nb"));
        assertEquals("ab", match("a\\Nb|ab", "a\nb ab"));
        assertEquals("01", match("\\p{N}+", "x01"));
        assertEquals("a a|a", match("(a) \\1", "a a"));
        assertEquals("a a0|a", match("(a) \\g{1}0", "a a0"));
        assertEquals("ab b|b", match("a(?<n>b) \\k<n>", "ab b"));
        assertEquals("ab b|b", match("a(?P<n>b) (?P=n)", "ab b"));
        assertEquals("bb|b", match("(b)\\g{-1}", "bb"));
    }

    @Test
    void aBracketIsLiteralWhereItsPlaceSaysSo() throws PcreSyntaxException {
        assertEquals("]x[&&", match("[]x[&]+", "]x[&&"));
        assertEquals("^-", match("[\\w^-]+", "^-"));
        assertEquals("a{,3}", match("a{,3}", "a{,3}"));
        assertEquals("{x}", match("{x}", "{x}"));
        assertEquals("A-9_", match("[[:upper:]\\-[:digit:]_]+", "A-9_"));
        assertEquals("/#", match("[[:^alnum:]]+", "a/#b"));
        assertEquals("a]", match("[^]b]\\]", "a]"));
    }

    @Test
    void blanksAndCommentsMeanNothingInExtendedPatterns() throws PcreSyntaxException {
        assertEquals("ab c", match("(?x) a b # comment\n [ ] c", "ab c"));
        assertEquals("ab", match("a(?# comment )b", "ab"));
        assertEquals("aa|a", match("(?U)(a+)(?-U)a*", "aa"));
    }

    @Test
    void aDollarPassesOverALastLineFeedAndNothingElse() throws PcreSyntaxException {
        assertEquals("a", match("a$", "a\n"));
        assertEquals(null, match("a$", "a\r\n"));
        assertEquals(null, match("a\\z", "a\n"));
        assertEquals("b", match("(?m)^b", "a\nb"));
        assertEquals("a\r", match("a.", "a\r"));
        assertEquals(null, match("a.", "a\n"));
    }

    @Test
    void lookAroundsAtomicAndPossessiveGroupsWork() throws PcreSyntaxException {
        assertEquals("b", match("(?<=a)b(?!c)", "bcabcab"));
        assertEquals(null, match("a++a", "aaa"));
        assertEquals(null, match("(?>a+)a", "aaa"));
        assertEquals("aaaa", match("(?:a{2}){2}", "aaaaa"));
    }

    @Test
    void errorsAreInTheWordsOfPcre() {
        assertRefused("(foo", "missing closing parenthesis", 4);
        assertRefused("foo)", "unmatched closing parenthesis", 3);
        assertRefused("*a", "quantifier does not follow a repeatable item", 0);
        assertRefused("a{2}{2}", "quantifier does not follow a repeatable item", 6);
        assertRefused("[a", "missing terminating ] for character class", 2);
        assertRefused("[b-a]", "range out of order in character class", 3);
        assertRefused("[\\d-z]", "invalid range in character class", 3);
        assertRefused("a{3,2}", "numbers out of order in {} quantifier", 5);
        assertRefused("a\\", "\\ at end of pattern", 2);
        assertRefused("(a)\\2", "reference to non-existent subpattern", 4);
        assertRefused("(?<a>x)(?<a>y)", "two named subpatterns have the same name (PCRE2_DUPNAMES not set)", 12);
        assertRefused("(?R)", "recursion and subroutine calls are not supported", 2);
        assertRefused("[[:foo:]]", "unknown POSIX class name", 1);
    }

    private static void assertRefused(String pattern, String message, int offset) {
        PcreSyntaxException refused = assertThrows(PcreSyntaxException.class, () -> OctetRegex.compile(pattern, false));
        assertEquals(message, refused.getMessage());
        assertEquals(offset, refused.offset());
    }

    @Test
    void anAttackOnALinearPatternEndsWithTheRightAnswer() throws PcreSyntaxException {
        assertEquals(null, match("^(?:(?:a|aa)+)+$", "a".repeat(50_000) + "!"));
        assertEquals("a".repeat(50_000), match("^(?:(?:a|aa)+)+$", "a".repeat(50_000)));
    }

    @Test
    void anAttackOnAnotherPatternEndsInAnError() {
        assertThrows(RegexBudgetExceeded.class, () -> match("^(?=a)(a+)+\\1$", "a".repeat(5_000) + "!"));
    }

    @Test
    void aMatcherIsUsedAgainAfterwards() throws PcreSyntaxException {
        OctetRegex regex = OctetRegex.compile("^(?:(?:a|aa)+)+$", false);
        for (int i = 0; i < 3; i++) {
            assertEquals(null, match(regex, "a".repeat(5_000) + "!"));
            assertEquals("aaa", match(regex, "aaa"));
        }
        assertTrue(regex.find(new byte[] {'a'}, 0, 1, new int[0]));
        assertFalse(regex.find(new byte[] {'b'}, 0, 1, new int[0]));
    }
}
