package millrace.regex.pcre;

import java.util.Map;

/** Character classes in brackets: pcre2pattern(3), SQUARE BRACKETS AND CHARACTER CLASSES. */
final class Classes {
    private static final Map<String, String> POSIX = Map.ofEntries(Map.entry("alnum", "a-zA-Z0-9"),
            Map.entry("alpha", "a-zA-Z"), Map.entry("ascii", "\\x{0}-\\x{7f}"), Map.entry("blank", "\\x{9}\\x{20}"),
            Map.entry("cntrl", "\\x{0}-\\x{1f}\\x{7f}"), Map.entry("digit", "0-9"),
            Map.entry("graph", "\\x{21}-\\x{7e}"),
            Map.entry("lower", "a-z"), Map.entry("print", "\\x{20}-\\x{7e}"),
            Map.entry("punct", "\\x{21}-\\x{2f}\\x{3a}-\\x{40}\\x{5b}-\\x{60}\\x{7b}-\\x{7e}"),
            Map.entry("space", "\\s"), Map.entry("upper", "A-Z"), Map.entry("word", "\\w"),
            Map.entry("xdigit", "0-9a-fA-F"));
    private static final String SET_IN_RANGE = "invalid range in character class";
    private static final int SET = -2;

    private final Reader reader;
    private final Escapes escapes;

    Classes(Reader reader, Escapes escapes) {
        this.reader = reader;
        this.escapes = escapes;
    }

    /** The opening bracket has been taken. */
    void translate() throws PcreSyntaxException {
        reader.out.append(reader.take("^") ? "[^" : "[");
        int before = reader.out.length();
        boolean quoted = false;
        while (quoted || reader.peek() != ']' || reader.out.length() == before) {
            if (quoted ? reader.take("\\E") : reader.take("\\Q")) {
                quoted = !quoted;
                continue;
            }
            if (!quoted && reader.take("\\E")) {
                continue;
            }
            int first = member(quoted);
            if (first != SET) {
                first(first, quoted);
            } else if (isRange()) {
                throw reader.error(SET_IN_RANGE);
            }
        }
        reader.next();
        reader.out.append(']');
    }

    /** A single octet, or the range that it begins. */
    private void first(int first, boolean quoted) throws PcreSyntaxException {
        octet(first);
        if (quoted || !isRange()) {
            return;
        }
        reader.next();
        int last = member(false);
        if (last == SET) {
            throw reader.error(SET_IN_RANGE, reader.at - 1);
        }
        if (last < first) {
            throw reader.error("range out of order in character class", reader.at - 1);
        }
        reader.out.append('-');
        octet(last);
    }

    private boolean isRange() {
        return reader.peek() == '-' && reader.peek(1) != ']' && reader.peek(1) != Reader.END;
    }

    private void octet(int c) {
        reader.out.append("\\x{").append(Integer.toHexString(c)).append('}');
    }

    /** An octet; or {@link #SET}, which has been written. */
    private int member(boolean quoted) throws PcreSyntaxException {
        int c = reader.peek();
        if (c == Reader.END) {
            throw reader.error("missing terminating ] for character class");
        }
        if (!quoted && c == '[' && (reader.peek(1) == ':' || reader.peek(1) == '.' || reader.peek(1) == '=')
                && posix()) {
            return SET;
        }
        reader.next();
        if (quoted || c != '\\') {
            return c;
        }
        return escapes.set() ? SET : escapes.octet(true);
    }

    /** False, and nothing taken, if the bracket is only one. */
    private boolean posix() throws PcreSyntaxException {
        char kind = (char) reader.peek(1);
        int end = reader.text.indexOf(kind + "]", reader.at + 2);
        String name = end < 0 ? "" : reader.text.substring(reader.at + 2, end);
        if (end < 0 || name.contains("]") || name.contains("\\")) {
            return false;
        }
        if (kind != ':') {
            throw reader.error("POSIX collating elements are not supported");
        }
        boolean not = name.startsWith("^");
        String set = POSIX.get(not ? name.substring(1) : name);
        if (set == null) {
            throw reader.error("unknown POSIX class name");
        }
        reader.out.append(not ? "[^" : "").append(set).append(not ? "]" : "");
        reader.at = end + 2;
        return true;
    }
}
