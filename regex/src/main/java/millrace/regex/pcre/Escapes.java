package millrace.regex.pcre;

import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** What a backslash begins: pcre2pattern(3), BACKSLASH. */
final class Escapes {
    private static final int NO_OCTET = -1;

    private final Reader reader;
    /** Groups of the whole pattern. */
    private final int allGroups;

    Escapes(Reader reader, int allGroups) {
        this.reader = reader;
        this.allGroups = allGroups;
    }

    /** Writes a set such as {@code \d}; false, and nothing taken, if it is none. */
    boolean set() throws PcreSyntaxException {
        int c = reader.peek();
        switch (c) {
            case 'd', 'D', 's', 'S', 'w', 'W', 'h', 'H', 'v', 'V' -> reader.out.append('\\').append((char) c);
            case 'p', 'P' -> {
                property();
                return true;
            }
            default -> {
                return false;
            }
        }
        reader.next();
        return true;
    }

    private void property() throws PcreSyntaxException {
        boolean not = reader.next() == 'P';
        String name = reader.take("{") ? reader.until('}', "malformed \\P or \\p sequence")
                : reader.peek() == Reader.END ? "" : String.valueOf((char) reader.next());
        if (name.startsWith("^")) {
            not = !not;
            name = name.substring(1);
        }
        String known = name.equals("L&") ? "LC" : name;
        known = isProperty(known) ? known : "Is" + known;
        if (!isProperty(known)) {
            throw reader.error("unknown property name after \\P or \\p");
        }
        reader.out.append(not ? "\\P{" : "\\p{").append(known).append('}');
    }

    private static boolean isProperty(String name) {
        try {
            return !Pattern.compile("\\p{" + name + "}").pattern().isEmpty();
        } catch (PatternSyntaxException unknown) {
            return false;
        }
    }

    /** The octet that the escape here stands for. */
    int octet(boolean inClass) throws PcreSyntaxException {
        int from = reader.at;
        int c = reader.next();
        int octet = switch (c) {
            case 'a' -> 7;
            case 'e' -> 27;
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'b' -> inClass ? '\b' : NO_OCTET;
            case 'c' -> control();
            case 'x' -> hexadecimal();
            case 'o' -> octalInBraces();
            case '0', '1', '2', '3', '4', '5', '6', '7' -> octal(from, c);
            case Reader.END -> throw reader.error("\\ at end of pattern");
            default -> Reader.alphanumeric(c) ? NO_OCTET : c;
        };
        if (octet == NO_OCTET) {
            throw reader.error("unrecognized character follows \\", from);
        }
        if (octet > 0xff) {
            throw reader.error("character code point value in \\x{} or \\o{} is too large");
        }
        return octet;
    }

    private int octal(int from, int first) {
        reader.at = from;
        return first == '0' ? reader.number(8, 3) : reader.number(8, 3) & 0xff;
    }

    private int control() throws PcreSyntaxException {
        int c = reader.next();
        if (c < ' ' || c > '~') {
            throw reader.error(c == Reader.END ? "\\c at end of pattern"
                    : "\\c must be followed by a printable ASCII character");
        }
        return Character.toUpperCase(c) ^ 64;
    }

    private int hexadecimal() throws PcreSyntaxException {
        if (reader.take("{")) {
            return braced(16, "non-hex character in \\x{} (closing brace missing?)");
        }
        return Math.max(0, reader.number(16, 2));
    }

    private int octalInBraces() throws PcreSyntaxException {
        if (!reader.take("{")) {
            throw reader.error("missing opening brace after \\o");
        }
        return braced(8, "non-octal character in \\o{} (closing brace missing?)");
    }

    private int braced(int base, String problem) throws PcreSyntaxException {
        int value = reader.number(base, 16);
        if (value < 0 || !reader.take("}")) {
            throw reader.error(problem);
        }
        return value;
    }

    /** The digits of {@code \12} are taken and the group's number returned; −1, and nothing taken, if it is octal. */
    int numberedReference(int groupsSoFar) {
        int from = reader.at;
        int number = reader.number(10, 9);
        if (number < 10 || number <= allGroups && allGroups != Integer.MAX_VALUE || number <= groupsSoFar) {
            return number;
        }
        reader.at = from;
        return -1;
    }
}
