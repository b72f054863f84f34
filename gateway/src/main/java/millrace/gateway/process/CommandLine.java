package millrace.gateway.process;

import java.util.List;

/**
 * nginx's options. Letters may be put together ({@code -tq}), and a value may stand behind its letter or be the next word.
 * Fields are {@code null} or false where an option is not given. Source: {@code nginx(8)}.
 */
final class CommandLine {
    /** What {@code -s} can say. */
    static final List<String> SIGNALS = List.of("stop", "quit", "reopen", "reload");

    boolean help;
    boolean version;
    boolean configureArguments;
    boolean test;
    boolean dump;
    boolean quiet;
    String prefix;
    String errorLog;
    String file;
    String directives;
    String signal;

    private CommandLine() {}

    /** What makes no sense, in nginx's words. */
    static final class MisuseException extends Exception {
        private static final long serialVersionUID = 1;

        MisuseException(String message) {
            super(message);
        }
    }

    static CommandLine parse(List<String> words) throws MisuseException {
        CommandLine line = new CommandLine();
        int at = 0;
        while (at < words.size()) {
            at = line.word(words, at);
        }
        return line;
    }

    /** Reads one word, and the next if that is its value; answers where to go on. */
    private int word(List<String> words, int at) throws MisuseException {
        String word = words.get(at);
        if (!word.startsWith("-")) {
            throw new MisuseException("invalid option: \"" + word + "\"");
        }
        for (int i = 1; i < word.length(); i++) {
            char letter = word.charAt(i);
            if (flag(letter)) {
                continue;
            }
            if ("pecgs".indexOf(letter) < 0) {
                throw new MisuseException("invalid option: \"" + letter + "\"");
            }
            boolean attached = i + 1 < word.length();
            if (!attached && at + 1 >= words.size()) {
                throw new MisuseException("option \"-" + letter + "\" requires " + required(letter));
            }
            value(letter, attached ? word.substring(i + 1) : words.get(at + 1));
            return attached ? at + 1 : at + 2;
        }
        return at + 1;
    }

    private boolean flag(char letter) {
        switch (letter) {
            case '?', 'h' -> help = true;
            case 'v' -> version = true;
            case 'V' -> configureArguments = true;
            case 't' -> test = true;
            case 'T' -> {
                test = true;
                dump = true;
            }
            case 'q' -> quiet = true;
            default -> {
                return false;
            }
        }
        return true;
    }

    private static String required(char letter) {
        return switch (letter) {
            case 'p' -> "directory name";
            case 'g', 's' -> "parameter";
            default -> "file name";
        };
    }

    private void value(char letter, String value) throws MisuseException {
        switch (letter) {
            case 'p' -> prefix = value;
            case 'e' -> errorLog = value;
            case 'c' -> file = value;
            case 'g' -> directives = value;
            default -> {
                if (!SIGNALS.contains(value)) {
                    throw new MisuseException("invalid option: \"-s " + value + "\"");
                }
                signal = value;
            }
        }
    }
}
