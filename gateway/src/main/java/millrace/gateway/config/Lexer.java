package millrace.gateway.config;

import java.util.ArrayList;
import java.util.List;

/**
 * Cuts a text into words, one directive at a time, by nginx's rules: a word ends at a blank, {@code ;} or an opening
 * brace (but <code>${</code> is part of a word, and so is a closing brace); quotes count at the beginning of a word
 * only, a {@code #} too; a backslash keeps the next character from meaning anything, and stays in the word unless that
 * character is a quote or a backslash, or one of {@code t r n}.
 */
final class Lexer {
    /** What ended a directive. */
    enum End { SEMICOLON, OPEN, CLOSE, FILE }

    private final String text;
    private final String file;
    private int at;
    private int line = 1;
    private List<String> words = new ArrayList<>();

    /** @param file its name, for messages; null if the text is not of a file but of the command line */
    Lexer(String text, String file) {
        this.text = text;
        this.file = file;
    }

    /** Where the reader is: the line of the end of the directive that was read last. */
    Place place() {
        return file == null ? Place.COMMAND_LINE : new Place(file, line);
    }

    /** The words of the directive that {@link #next} has read. */
    List<String> words() {
        return words;
    }

    /** Reads the next directive, up to and with what ends it. */
    End next() throws ConfigException {
        words = new ArrayList<>();
        while (true) {
            skipBlanks();
            if (at == text.length()) {
                return endOfFile();
            }
            char c = text.charAt(at);
            switch (c) {
                case ';', '{' -> {
                    at++;
                    if (words.isEmpty()) {
                        throw unexpected(c, "a directive begins with a name");
                    }
                    return c == ';' ? End.SEMICOLON : End.OPEN;
                }
                case '}' -> {
                    at++;
                    if (!words.isEmpty()) {
                        throw unexpected(c, "is a \";\" missing after \"" + words.getLast() + "\"?");
                    }
                    return End.CLOSE;
                }
                case '#' -> skipComment();
                case '"', '\'' -> quoted(c);
                default -> words.add(bare());
            }
        }
    }

    private End endOfFile() throws ConfigException {
        if (words.isEmpty()) {
            return End.FILE;
        }
        throw unfinished(null);
    }

    private ConfigException unfinished(String hint) {
        return new ConfigException(place(), file == null ? "unexpected end of parameter, expecting \";\""
                : "unexpected end of file, expecting \";\" or \"}\"", hint);
    }

    private ConfigException unexpected(char c, String hint) {
        return new ConfigException(place(), "unexpected \"" + c + "\"", hint);
    }

    private void quoted(char quote) throws ConfigException {
        int opened = line;
        int start = ++at;
        while (at < text.length() && text.charAt(at) != quote) {
            step();
        }
        if (at >= text.length()) {
            throw unfinished("the " + quote + " of line " + opened + " has no partner");
        }
        words.add(unescaped(start, at++));
        if (at == text.length()) {
            return;
        }
        char c = text.charAt(at);
        if (c == ')') {
            at++;
            if (at < text.length() && !isEnd(text.charAt(at))) {
                words.add(")" + bare());
            } else {
                words.add(")");
            }
        } else if (!isEnd(c)) {
            throw unexpected(c, "after a closing quote comes a blank, \";\" or \"{\"");
        }
    }

    private String bare() throws ConfigException {
        int start = at;
        boolean dollar = false;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (isEnd(c) && !(c == '{' && dollar)) {
                return unescaped(start, at);
            }
            dollar = c == '$' || c == '{' && dollar;
            step();
        }
        throw unfinished(null);
    }

    /** Past a character, or past a backslash and the character after it. */
    private void step() {
        if (text.charAt(at) == '\\' && at + 1 < text.length()) {
            at++;
        }
        if (text.charAt(at) == '\n') {
            line++;
        }
        at++;
    }

    private String unescaped(int start, int end) {
        if (text.indexOf('\\', start, end) < 0) { // Not beyond: a file without any would be searched for each word.
            return text.substring(start, end);
        }
        StringBuilder word = new StringBuilder(end - start);
        for (int i = start; i < end; i++) {
            char c = text.charAt(i);
            char next = c == '\\' && i + 1 < end ? text.charAt(i + 1) : 0;
            switch (next) {
                case '"', '\'', '\\' -> word.append(next);
                case 't' -> word.append('\t');
                case 'r' -> word.append('\r');
                case 'n' -> word.append('\n');
                default -> {
                    word.append(c);
                    continue;
                }
            }
            i++;
        }
        return word.toString();
    }

    private static boolean isEnd(char c) {
        return isBlank(c) || c == ';' || c == '{';
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t' || c == '\r' || c == '\n';
    }

    private void skipBlanks() {
        while (at < text.length() && isBlank(text.charAt(at))) {
            step();
        }
    }

    private void skipComment() {
        while (at < text.length() && text.charAt(at) != '\n') {
            at++;
        }
    }
}
