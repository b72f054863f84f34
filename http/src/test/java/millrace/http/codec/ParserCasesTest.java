package millrace.http.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every case of the files in {@code cases/}, in every way that its bytes can arrive. */
class ParserCasesTest {

    static List<CaseFile> cases() {
        return CaseFile.all();
    }

    @Test
    void thereAreManyCasesAndNoneTwice() {
        Set<String> names = new HashSet<>();
        cases().forEach(c -> assertTrue(names.add(c.toString()), () -> "twice: " + c));
        assertTrue(names.size() >= 150, () -> names.size() + " cases");
    }

    @ParameterizedTest
    @MethodSource("cases")
    void aWholeMessageIsReadAsItsFileSays(CaseFile c) {
        List<String> outcomes = MessageTrial.run(c.limits(), c.leniency(), c.input());
        String first = outcomes.getFirst();
        for (String fact : c.expected().split("  +")) {
            boolean found = first.equals(fact) || first.startsWith(fact + "  ") || first.contains("  " + fact + "  ");
            assertTrue(found, () -> "expected <" + fact + "> in <" + first + ">");
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void cutAtAnyByteItIsReadTheSame(CaseFile c) {
        List<String> whole = MessageTrial.run(c.limits(), c.leniency(), c.input());
        int step = c.input().length > 2_000 ? 97 : 1;
        for (int cut = 1; cut < c.input().length; cut += step) {
            int at = cut;
            assertEquals(whole, MessageTrial.run(c.limits(), c.leniency(), c.input(), cut), () -> "cut at " + at);
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void byteByByteItIsReadTheSame(CaseFile c) {
        int[] everywhere = new int[c.input().length];
        Arrays.setAll(everywhere, i -> i);
        assertEquals(MessageTrial.run(c.limits(), c.leniency(), c.input()), MessageTrial.run(c.limits(), c.leniency(), c.input(), everywhere));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void twiceInOneGoItIsReadTwice(CaseFile c) {
        List<String> once = MessageTrial.run(c.limits(), c.leniency(), c.input());
        if (!once.getLast().startsWith("accept")) {
            return; // What follows a refused or an unfinished message is not a message.
        }
        byte[] twice = Arrays.copyOf(c.input(), 2 * c.input().length);
        System.arraycopy(c.input(), 0, twice, c.input().length, c.input().length);
        List<String> expected = new ArrayList<>(once);
        expected.addAll(once);
        assertEquals(expected, MessageTrial.run(c.limits(), c.leniency(), twice));
    }
}
