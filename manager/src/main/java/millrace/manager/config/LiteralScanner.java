package millrace.manager.config;

import java.util.HexFormat;

/** The words of JavaScript as far as data is written in them: strings, numbers, names, signs; comments are passed over. */
final class LiteralScanner {
    private static final int END = -1;

    private final String text;
    private int at;
    private int counted;
    private int line = 1;

    LiteralScanner(String text) {
        this.text = text;
        // A byte order mark, or the line that makes a file executable.
        at = text.startsWith("\uFEFF") ? 1 : 0;
        if (text.startsWith("#!", at)) {
            skipLine();
        }
    }

    ConfigException error(String what) {
        return new ConfigException("line " + line() + ": " + what);
    }

    /** From 1. */
    int line() {
        for (; counted < Math.min(at, text.length()); counted++) {
            if (text.charAt(counted) == '\n') {
                line++;
            }
        }
        return line;
    }

    /** The next letter that is neither space nor comment, −1 at the end. */
    int peek() throws ConfigException {
        while (at < text.length()) {
            if (Character.isWhitespace(text.charAt(at)) || text.charAt(at) == '\u00A0') {
                at++;
            } else if (text.startsWith("//", at)) {
                skipLine();
            } else if (text.startsWith("/*", at)) {
                int close = text.indexOf("*/", at + 2);
                if (close < 0) {
                    throw error("a comment has no end");
                }
                at = close + 2;
            } else {
                return text.charAt(at);
            }
        }
        return END;
    }

    private void skipLine() {
        int end = text.indexOf('\n', at);
        at = end < 0 ? text.length() : end + 1;
    }

    /** Whether this came next; if so it is passed. */
    boolean take(String sign) throws ConfigException {
        peek();
        if (!text.startsWith(sign, at)) {
            return false;
        }
        boolean word = Character.isJavaIdentifierPart(sign.charAt(sign.length() - 1));
        int after = at + sign.length();
        if (word && after < text.length() && Character.isJavaIdentifierPart(text.charAt(after))) {
            return false;
        }
        at = after;
        return true;
    }

    void need(String sign) throws ConfigException {
        if (!take(sign)) {
            throw error("expected \"" + sign + "\", not " + shown());
        }
    }

    /** What comes next, for messages. */
    String shown() throws ConfigException {
        int next = peek();
        if (next == END) {
            return "the end";
        }
        if (next == '"' || next == '\'') {
            int close = text.indexOf(next, at + 1);
            return text.substring(at, close < 0 || close - at > 20 ? Math.min(at + 20, text.length()) : close + 1);
        }
        int end = at;
        while (end < text.length() && end - at < 20 && Character.isJavaIdentifierPart(text.charAt(end))) {
            end++;
        }
        return '"' + text.substring(at, Math.max(at + 1, end)) + '"';
    }

    boolean atName() throws ConfigException {
        int next = peek();
        return next != END && Character.isJavaIdentifierStart(next);
    }

    String name() throws ConfigException {
        if (!atName()) {
            throw error("expected a name, not " + shown());
        }
        int start = at;
        while (at < text.length() && Character.isJavaIdentifierPart(text.charAt(at))) {
            at++;
        }
        return text.substring(start, at);
    }

    boolean atNumber() throws ConfigException {
        int next = peek();
        return next >= '0' && next <= '9'
                || next == '.' && at + 1 < text.length() && Character.isDigit(text.charAt(at + 1));
    }

    /** Without a sign: a {@code Long} where it fits, else a {@code Double}. */
    Number number() throws ConfigException {
        int start = at;
        boolean hex = text.startsWith("0x", at) || text.startsWith("0X", at);
        while (at < text.length() && (Character.isLetterOrDigit(text.charAt(at)) || "._".indexOf(text.charAt(at)) >= 0
                || !hex && "+-".indexOf(text.charAt(at)) >= 0 && "eE".indexOf(text.charAt(at - 1)) >= 0 && at > start)) {
            at++;
        }
        String digits = text.substring(start, at).replace("_", "");
        try {
            if (hex) {
                return HexFormat.fromHexDigitsToLong(digits.substring(2));
            }
            if (digits.matches("[0-9]{1,18}")) {
                return Long.valueOf(digits);
            }
            if (digits.matches("[0-9]*\\.?[0-9]*([eE][+-]?[0-9]+)?")) {
                return Double.valueOf(digits);
            }
        } catch (IllegalArgumentException e) {
            throw new ConfigException("line " + line() + ": " + digits + " is no number", e);
        }
        throw error(digits + " is no number");
    }

    /** The letters of a string up to its closing quote, or in a template up to an expression; both are passed. */
    boolean stringPart(char quote, StringBuilder into) throws ConfigException {
        int begins = line();
        while (at < text.length()) {
            char letter = text.charAt(at++);
            if (letter == quote) {
                return true;
            } else if (letter == '\\') {
                escape(into);
            } else if (quote == '`' && letter == '$' && text.startsWith("{", at)) {
                at++;
                return false;
            } else if (letter == '\n' && quote != '`') {
                break;
            } else {
                into.append(letter);
            }
        }
        throw new ConfigException("line " + begins + ": a string has no closing " + quote);
    }

    private void escape(StringBuilder into) throws ConfigException {
        char letter = at < text.length() ? text.charAt(at++) : '\\';
        switch (letter) {
            case 'n' -> into.append('\n');
            case 't' -> into.append('\t');
            case 'r' -> into.append('\r');
            case 'b' -> into.append('\b');
            case 'f' -> into.append('\f');
            case 'v' -> into.append('\u000B');
            case '0' -> into.append('\0');
            case 'x' -> into.appendCodePoint(hex(2));
            case 'u' -> unicode(into);
            case '\r' -> at += text.startsWith("\n", at) ? 1 : 0;
            // A newline after a backslash is no part of the string: it only goes on in the next line.
            case '\n' -> {}
            default -> into.append(letter);
        }
    }

    private void unicode(StringBuilder into) throws ConfigException {
        if (!text.startsWith("{", at)) {
            into.append((char) hex(4));
            return;
        }
        int close = text.indexOf('}', at);
        int digits = close - at - 1;
        at++;
        int point = digits >= 1 && digits <= 6 ? hex(digits) : -1;
        if (!Character.isValidCodePoint(point)) {
            throw error("\\u{…} takes a code point");
        }
        into.appendCodePoint(point);
        at++;
    }

    private int hex(int digits) throws ConfigException {
        String letters = text.substring(at, Math.min(at + digits, text.length()));
        if (letters.length() < digits || !letters.matches("[0-9a-fA-F]+")) {
            throw error("an escape needs " + digits + " hexadecimal digits");
        }
        at += digits;
        return HexFormat.fromHexDigits(letters);
    }
}
