package millrace.gateway.pattern;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import millrace.gateway.config.ConfigException;
import millrace.gateway.config.Place;
import millrace.regex.OctetRegex;
import millrace.regex.RegexBudgetExceeded;
import millrace.regex.pcre.PcreSyntaxException;

/**
 * A regular expression of a configuration: PCRE's syntax, over octets. It matches where it matches, not only the whole.
 *
 * <p>Every match ends, if need be in {@link RegexBudgetExceeded}, which is the request's failure (500). Safe for any
 * number of threads.
 */
public final class Pattern {
    private static final int[] NO_BOUNDS = {};

    private final OctetRegex regex;
    private final List<String> names;

    private Pattern(OctetRegex regex) {
        this.regex = regex;
        this.names = List.copyOf(regex.names().keySet());
    }

    /**
     * @param source one character for each octet
     * @throws ConfigException in nginx's words
     */
    public static Pattern compile(String source, boolean ignoreCase, Place place) throws ConfigException {
        try {
            return new Pattern(OctetRegex.compile(source, ignoreCase));
        } catch (PcreSyntaxException wrong) {
            String at = wrong.offset() < source.length() ? " at \"" + source.substring(wrong.offset()) + "\"" : "";
            throw new ConfigException(place,
                    "pcre2_compile() failed: " + wrong.getMessage() + " in \"" + source + "\"" + at);
        }
    }

    public String source() {
        return regex.pattern();
    }

    /** Capturing groups. */
    public int groups() {
        return regex.groups();
    }

    /** Names of groups, in the order of their numbers: each is a variable. */
    public List<String> names() {
        return names;
    }

    /** The number of a named group. */
    public int group(String name) {
        Map<String, Integer> numbers = regex.names();
        Integer number = numbers.get(name);
        if (number == null) {
            throw new IllegalArgumentException("\"" + source() + "\" has no group named \"" + name + "\"");
        }
        return number;
    }

    /** Without captures; allocates nothing. */
    public boolean matches(byte[] octets, int offset, int length) {
        return regex.find(octets, offset, length, NO_BOUNDS);
    }

    /**
     * Allocates nothing as a rule.
     *
     * @param captures what the groups took; left as they were when it does not match
     */
    public boolean matches(byte[] octets, int offset, int length, Captures captures) {
        if (regex.groups() == 0) {
            boolean found = matches(octets, offset, length);
            if (found) {
                captures.matched(0, octets, offset, length);
            }
            return found;
        }
        if (!regex.find(octets, offset, length, captures.room(regex.groups()))) {
            return false;
        }
        captures.matched(regex.groups(), octets, offset, length);
        return true;
    }

    /** @param text one character for each octet */
    public boolean matches(CharSequence text) {
        byte[] octets = octets(text);
        return matches(octets, 0, octets.length);
    }

    /** @param text one character for each octet */
    public boolean matches(CharSequence text, Captures captures) {
        byte[] octets = octets(text);
        return matches(octets, 0, octets.length, captures);
    }

    private static byte[] octets(CharSequence text) {
        return text.toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    @Override
    public String toString() {
        return source();
    }
}
