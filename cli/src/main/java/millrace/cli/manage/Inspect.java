package millrace.cli.manage;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Values as Node prints objects ({@code util.inspect} with all depths), since scripts that read {@code prettylist} expect
 * that: keys without quotes where they are names, texts in single quotes, and what is short and not nested deeply on one
 * line. Source: Node's documentation of {@code util.inspect}, and what it prints.
 */
final class Inspect {
    private static final Pattern NAME = Pattern.compile("[A-Za-z_]\\w*");
    private static final int LINE = 80;
    /** What holds things that hold things is not put on one line. */
    private static final int LEVELS_ON_A_LINE = 3;

    private static final int ROOM_LEFT = 11;
    /** A longer text is broken after its newlines, if it does not fit. */
    private static final int SHORT_TEXT = 16;

    /** How deep the last object or list was that was not empty. */
    private int deepest;

    private Inspect() {}

    static String text(Object value) {
        return new Inspect().text(value, 0, 0);
    }

    private String text(Object value, int indent, int depth) {
        return switch (value) {
            case null -> "null";
            case String string -> broken(string, indent);
            case Map<?, ?> map -> object(map, indent, depth);
            case List<?> list -> list(list, indent, depth);
            default -> value.toString();
        };
    }

    private String object(Map<?, ?> map, int indent, int depth) {
        if (map.isEmpty()) {
            return "{}";
        }
        deepest = depth;
        List<String> entries = new ArrayList<>();
        map.forEach((key, value) -> entries.add(key(String.valueOf(key)) + ": " + text(value, indent + 2, depth + 1)));
        String line = line(entries, indent, depth);
        return line == null ? "{" + lines(entries, indent) + "}" : "{ " + line + " }";
    }

    private String list(List<?> list, int indent, int depth) {
        if (list.isEmpty()) {
            return "[]";
        }
        deepest = depth;
        List<String> entries = new ArrayList<>();
        boolean numbers = true;
        for (Object element : list) {
            entries.add(text(element, indent + 2, depth + 1));
            numbers &= element instanceof Number;
        }
        List<String> rows = InspectedRows.of(entries, indent, numbers);
        String line = rows == null ? line(entries, indent, depth) : null;
        return line == null ? "[" + lines(rows == null ? entries : rows, indent) + "]" : "[ " + line + " ]";
    }

    /** {@code null} if they do not belong on one. */
    private String line(List<String> entries, int indent, int depth) {
        int length = indent + ROOM_LEFT + 2 * entries.size();
        for (String entry : entries) {
            length += entry.length();
            if (entry.indexOf('\n') >= 0) {
                return null;
            }
        }
        return deepest - depth < LEVELS_ON_A_LINE && length <= LINE ? String.join(", ", entries) : null;
    }

    private static String lines(List<String> entries, int indent) {
        String margin = "\n" + " ".repeat(indent + 2);
        return margin + String.join("," + margin, entries) + "\n" + " ".repeat(indent);
    }

    private static String key(String key) {
        return NAME.matcher(key).matches() ? key : quoted(key);
    }

    private static String broken(String text, int indent) {
        if (text.length() <= SHORT_TEXT || text.length() <= LINE - indent - 4 || text.indexOf('\n') < 0) {
            return quoted(text);
        }
        List<String> pieces = new ArrayList<>();
        for (String piece : text.split("(?<=\n)")) {
            pieces.add(quoted(piece));
        }
        return String.join(" +\n" + " ".repeat(indent), pieces);
    }

    /** Node takes the quotes that need no escape. */
    private static String quoted(String text) {
        char quote = text.indexOf('\'') < 0 ? '\'' : text.indexOf('"') < 0 ? '"' : text.indexOf('`') < 0 ? '`' : '\'';
        StringBuilder quoted = new StringBuilder().append(quote);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '\n' -> quoted.append("\\n");
                case '\t' -> quoted.append("\\t");
                case '\r' -> quoted.append("\\r");
                case '\b' -> quoted.append("\\b");
                case '\f' -> quoted.append("\\f");
                case '\\' -> quoted.append("\\\\");
                default -> plain(quoted, c, quote);
            }
        }
        return quoted.append(quote).toString();
    }

    private static void plain(StringBuilder quoted, char c, char quote) {
        if (c == quote) {
            quoted.append('\\').append(c);
        } else if (c < 0x20 || c >= 0x7F && c < 0xA0) {
            quoted.append("\\x").append(digit(c >> 4)).append(digit(c & 15));
        } else {
            quoted.append(c);
        }
    }

    private static char digit(int value) {
        return Character.toUpperCase(Character.forDigit(value, 16));
    }
}
