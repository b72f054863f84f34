package millrace.regex.pcre;

/** Where the translation is in a pattern, and what it has written so far. */
final class Reader {
    static final int END = -1;

    final String text;
    final StringBuilder out = new StringBuilder();
    int at;

    Reader(String text) {
        this.text = text;
    }

    int peek() {
        return peek(0);
    }

    int peek(int ahead) {
        return at + ahead < text.length() ? text.charAt(at + ahead) : END;
    }

    int next() {
        return at < text.length() ? text.charAt(at++) : END;
    }

    boolean take(String expected) {
        boolean there = text.startsWith(expected, at);
        at += there ? expected.length() : 0;
        return there;
    }

    /** A number in digits of a base, at most so many of them; −1 if there is none. */
    int number(int base, int most) {
        int value = -1;
        for (int i = 0; i < most && digit(peek(), base) >= 0; i++) {
            value = Math.min(Math.max(value, 0) * base + digit(next(), base), 1_000_000);
        }
        return value;
    }

    /** Up to a character, which is taken too. */
    String until(char end, String problem) throws PcreSyntaxException {
        int to = text.indexOf(end, at);
        if (to < 0) {
            throw error(problem, text.length());
        }
        String taken = text.substring(at, to);
        at = to + 1;
        return taken;
    }

    /** One octet, which stands for itself. */
    void literal(int c) {
        if (alphanumeric(c)) {
            out.append((char) c);
        } else {
            out.append("\\x{").append(Integer.toHexString(c)).append('}');
        }
    }

    PcreSyntaxException error(String problem) {
        return error(problem, at);
    }

    PcreSyntaxException error(String problem, int offset) {
        return new PcreSyntaxException(problem, Math.min(offset, text.length()));
    }

    static int digit(int c, int base) {
        return c < 128 && c >= 0 ? Character.digit(c, base) : -1;
    }

    static boolean alphanumeric(int c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || digit(c, 10) >= 0;
    }
}
