package millrace.gateway.ssi;

import java.util.LinkedHashMap;
import java.util.Map;

/** What stands between {@code <!--#} and {@code -->}: a name and values by name, quotes resolved. */
record SsiCommand(String name, Map<String, String> values) {

    /** {@code null} when it is malformed. */
    static SsiCommand parse(String text) {
        int at = blanks(text, 0);
        int nameEnd = at;
        while (nameEnd < text.length() && !isBlank(text.charAt(nameEnd))) {
            nameEnd++;
        }
        String name = text.substring(at, nameEnd);
        Map<String, String> values = new LinkedHashMap<>();
        at = blanks(text, nameEnd);
        while (at < text.length()) {
            int equals = text.indexOf('=', at);
            int open = equals < 0 ? text.length() : blanks(text, equals + 1);
            if (open == text.length() || text.charAt(open) != '"' && text.charAt(open) != '\'') {
                return null;
            }
            StringBuilder value = new StringBuilder();
            int close = value(text, open, value);
            if (close < 0) {
                return null;
            }
            values.put(text.substring(at, equals).strip(), value.toString());
            at = blanks(text, close + 1);
        }
        return name.isEmpty() ? null : new SsiCommand(name, values);
    }

    /** Reads a value up to the quote that ends it, whose place is answered; −1 when there is none. */
    private static int value(String text, int open, StringBuilder to) {
        char quote = text.charAt(open);
        for (int i = open + 1; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == quote) {
                return i;
            }
            boolean escaped = c == '\\' && i + 1 < text.length() && (text.charAt(i + 1) == quote || text.charAt(i + 1) == '\\');
            to.append(escaped ? text.charAt(++i) : c);
        }
        return -1;
    }

    String get(String value) {
        return values.get(value);
    }

    private static int blanks(String text, int from) {
        int at = from;
        while (at < text.length() && isBlank(text.charAt(at))) {
            at++;
        }
        return at;
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t' || c == '\r' || c == '\n';
    }
}
