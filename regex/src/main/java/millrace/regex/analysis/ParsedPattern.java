package millrace.regex.analysis;

import java.util.Map;

/**
 * A pattern that has been understood.
 *
 * @param all whether all matches are looked for, as with JavaScript's flag g, and not just the first
 * @param groups number of capturing groups
 * @param names of groups, with their numbers
 */
record ParsedPattern(String text, Dialect dialect, Flags flags, boolean all, Node tree, int groups,
        Map<String, Integer> names) {

    /** Whether characters beyond the basic plane count as one. */
    boolean codePoints() {
        return dialect == Dialect.JAVA || flags.unicode();
    }
}
