package millrace.gateway.log;

import java.util.Locale;

/** How grave an entry of the error log is, gravest first, as syslog numbers them. */
public enum Level {
    EMERG,
    ALERT,
    CRIT,
    ERROR,
    WARN,
    NOTICE,
    INFO,
    DEBUG;

    private final String word = name().toLowerCase(Locale.ROOT);

    /** As configurations and lines have it. */
    public String word() {
        return word;
    }

    /** The level of a word, or {@code null}; those that narrow debugging down to one subsystem mean all of it. */
    public static Level named(String word) {
        for (Level level : values()) {
            if (level.word.equals(word)) {
                return level;
            }
        }
        return word.startsWith("debug_") ? DEBUG : null;
    }
}
