package millrace.regex.pcre;

import java.util.Map;

/**
 * A PCRE pattern in the words of {@link java.util.regex.Pattern}, to be compiled with {@code UNIX_LINES}.
 *
 * <p>Names of groups are not in it: PCRE allows more in them than Java does.
 *
 * @param text groups have the numbers of the original
 * @param groups capturing groups
 * @param names groups by name, in the order of their numbers
 */
public record JavaForm(String text, int groups, Map<String, Integer> names) {

    /**
     * @param pattern each character is an octet
     * @throws PcreSyntaxException if it is not a pattern; or needs recursion, conditions or verbs, which are not to be
     *     had here
     */
    public static JavaForm of(String pattern, boolean ignoreCase) throws PcreSyntaxException {
        Switches switches = ignoreCase ? Switches.NONE.with('i', true) : Switches.NONE;
        JavaForm counted = new Translator(pattern, switches, Integer.MAX_VALUE).translate();
        return new Translator(pattern, switches, counted.groups).translate();
    }
}
