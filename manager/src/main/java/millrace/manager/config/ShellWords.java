package millrace.manager.config;

import java.util.ArrayList;
import java.util.List;

/** Splits a line into words as a shell does, quotes and backslashes understood, nothing expanded. */
final class ShellWords {
    private final String line;
    private final List<String> words = new ArrayList<>();
    private final StringBuilder word = new StringBuilder();
    private boolean inWord;
    private int at;

    private ShellWords(String line) {
        this.line = line;
    }

    /** A quote that is never closed reaches to the end. */
    static List<String> split(String line) {
        ShellWords splitting = new ShellWords(line);
        while (splitting.at < line.length()) {
            splitting.step(line.charAt(splitting.at++));
        }
        splitting.end();
        return List.copyOf(splitting.words);
    }

    private void step(char letter) {
        switch (letter) {
            case ' ', '\t', '\n', '\r' -> end();
            case '\'' -> {
                int close = line.indexOf('\'', at);
                put(line, at, close < 0 ? line.length() : close);
                at = close < 0 ? line.length() : close + 1;
            }
            case '"' -> doubleQuoted();
            case '\\' -> {
                put(line, at, Math.min(at + 1, line.length()));
                at++;
            }
            default -> put(line, at - 1, at);
        }
    }

    private void doubleQuoted() {
        inWord = true;
        while (at < line.length() && line.charAt(at) != '"') {
            if (line.charAt(at) == '\\' && at + 1 < line.length() && "\"\\$`".indexOf(line.charAt(at + 1)) >= 0) {
                at++;
            }
            put(line, at, ++at);
        }
        at++;
    }

    private void put(String text, int from, int to) {
        inWord = true;
        word.append(text, from, to);
    }

    private void end() {
        if (inWord) {
            words.add(word.toString());
            word.setLength(0);
            inWord = false;
        }
    }
}
