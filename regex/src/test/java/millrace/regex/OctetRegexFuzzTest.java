package millrace.regex;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import millrace.regex.pcre.JavaForm;
import millrace.regex.pcre.PcreSyntaxException;
import org.junit.jupiter.api.Test;

/** Random patterns, half of them malformed: each is refused in words, or matches what its Java form does. */
class OctetRegexFuzzTest {
    private static final String[] ATOMS = {"a", "b", ".", "[ab]", "[^a]", "\\w", "\\W", "\\s", "\\d", "\\D", "\\h", "\\v",
        "^", "$", "\\b", "\\B", "\\z", "\\A", "[]a]", "[^]a]", "[a-c&&[b]", "\\x{41}", "[\\w-]", "(?i:B)", "(?s:.)",
        "\\QaB\\E", "[[:alpha:]]", "[[:^space:]]", "\\R", "\\1", "(?=a)", "(?!b)", "(?<=a)", "(?>a+)", "a++", "(?i)", "(?x)",
        " ", "#c\n", "\\N", "{", "a{,2}", "}", "]", "-", "\\012", "\\pN", "(?<n_1>a)", "(?P=n_1)", "\\g{-1}", "(?#x)", "(",
        ")", "[", "*", "\\", "[b-a]", "\\y", "(?", "(?P<", "\\g", "\\x{", "(?'q'b)", "[[:x:]]", "\\o{101}", "\\cA"};
    private static final String[] COUNTS = {"", "", "", "*", "+", "?", "*?", "+?", "{2}", "{1,2}", "{3,1}", "*+"};
    private static final String TEXT = "abAB \n\r1\u00e9\u00c9\u00a0_-c]{&[#";

    private static String pattern(Random random, int depth) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(4); i >= 0; i--) {
            text.append(depth > 0 && random.nextInt(3) == 0 ? "(" + pattern(random, depth - 1) + ")"
                    : ATOMS[random.nextInt(ATOMS.length)]).append(COUNTS[random.nextInt(COUNTS.length)]);
        }
        return text.toString();
    }

    @Test
    void aPatternIsRefusedInWordsOrMeansWhatItsJavaFormDoes() {
        Random random = new Random(20_261_122);
        int compiled = 0;
        for (int i = 0; i < 6_000; i++) {
            String pattern = pattern(random, 2);
            boolean ignoreCase = random.nextBoolean();
            try {
                OctetRegex regex = OctetRegex.compile(pattern, ignoreCase);
                compiled++;
                compare(regex, JavaForm.of(pattern, ignoreCase), random);
            } catch (PcreSyntaxException refused) {
                assertTrue(!refused.getMessage().isEmpty() && refused.offset() <= pattern.length(), pattern);
            }
        }
        assertTrue(compiled > 600, "too few patterns were any: " + compiled);
    }

    private static void compare(OctetRegex regex, JavaForm form, Random random) {
        StringBuilder subject = new StringBuilder();
        for (int n = random.nextInt(8); n > 0; n--) {
            subject.append(TEXT.charAt(random.nextInt(TEXT.length())));
        }
        byte[] octets = ("<" + subject + ">").getBytes(StandardCharsets.ISO_8859_1);
        int[] bounds = new int[2 * (regex.groups() + 1)];
        Matcher java = Pattern.compile(form.text(), Pattern.UNIX_LINES).matcher(subject);
        boolean found = java.find();
        assertEquals(found, regex.find(octets, 1, subject.length(), bounds), regex.pattern());
        for (int group = 0; found && group <= regex.groups(); group++) {
            assertEquals(java.start(group), bounds[2 * group], () -> regex.pattern() + Arrays.toString(bounds));
            assertEquals(java.end(group), bounds[2 * group + 1], () -> regex.pattern() + Arrays.toString(bounds));
        }
    }
}
