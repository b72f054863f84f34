package millrace.cli;

import java.util.Map;

/** Escape sequences of ECMA-48, or nothing where they would only be in the way. */
public record Colours(boolean on) {
    private static final String RESET = "\033[0m";
    /** Cyan, yellow, blue, magenta: readable on light and dark, and neither good (green) nor bad (red). */
    private static final int[] TAGS = {36, 33, 34, 35};

    /** See no-color.org for the variable. */
    public static Colours of(boolean terminal, Map<String, String> environment) {
        String noColour = environment.getOrDefault("NO_COLOR", "");
        return new Colours(terminal && noColour.isEmpty() && !"dumb".equals(environment.get("TERM")));
    }

    public String good(String text) {
        return in(32, text);
    }

    public String bad(String text) {
        return in(31, text);
    }

    public String strong(String text) {
        return in(1, text);
    }

    public String faint(String text) {
        return in(2, text);
    }

    /** Black on yellow, as a marker does it. */
    public String marked(String text) {
        return on ? "\033[30;43m" + text + RESET : text;
    }

    /** The same number has always the same colour. */
    public String tag(int number, String text) {
        return in(TAGS[number % TAGS.length], text);
    }

    private String in(int code, String text) {
        return on ? "\033[" + code + "m" + text + RESET : text;
    }
}
