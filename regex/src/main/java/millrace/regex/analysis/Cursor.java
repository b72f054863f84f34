package millrace.regex.analysis;

/** Where a parser is in a pattern. */
final class Cursor {
    static final int END = -1;

    final String text;
    /** Whether characters beyond the basic plane count as one. */
    final boolean codePoints;
    int at;

    Cursor(String text, boolean codePoints) {
        this.text = text;
        this.codePoints = codePoints;
    }

    /** The next character, or {@link #END}. */
    int peek() {
        return at >= text.length() ? END : codePoints ? text.codePointAt(at) : text.charAt(at);
    }

    /** The UTF-16 unit so far ahead, or {@link #END}. */
    int peek(int ahead) {
        return at + ahead < text.length() ? text.charAt(at + ahead) : END;
    }

    int next() {
        int c = peek();
        at += c > Character.MAX_VALUE ? 2 : c == END ? 0 : 1;
        return c;
    }

    boolean sees(String expected) {
        return text.startsWith(expected, at);
    }

    boolean take(String expected) {
        boolean there = sees(expected);
        at += there ? expected.length() : 0;
        return there;
    }

    /** Up to {@code end}, which is taken too. */
    String takeUntil(char end, String what) {
        int to = text.indexOf(end, at);
        if (to < 0) {
            throw error("Unterminated " + what);
        }
        String taken = text.substring(at, to);
        at = to + 1;
        return taken;
    }

    /** Exactly so many hexadecimal digits, or −1 and nothing taken. */
    int takeHex(int digits) {
        int value = 0;
        for (int i = 0; i < digits; i++) {
            int digit = digit(peek(i), 16);
            if (digit < 0) {
                return -1;
            }
            value = value << 4 | digit;
        }
        at += digits;
        return value;
    }

    /** Digits of a base up to a limit of the value, at most so many of them; −1 if there is none. */
    int takeNumber(int base, int most, int limit) {
        int value = -1;
        for (int i = 0; i < most && digit(peek(0), base) >= 0; i++) {
            int more = Math.max(value, 0) * base + digit(peek(0), base);
            if (more > limit) {
                break;
            }
            value = more;
            at++;
        }
        return value;
    }

    static int digit(int c, int base) {
        return c < 128 && c >= 0 ? Character.digit(c, base) : -1;
    }

    static boolean letter(int c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
    }

    RegexSyntaxException error(String problem) {
        return error(problem, at);
    }

    RegexSyntaxException error(String problem, int offset) {
        return new RegexSyntaxException(problem, text, Math.min(offset, text.length()));
    }
}
