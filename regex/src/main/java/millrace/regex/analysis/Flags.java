package millrace.regex.analysis;

/**
 * What the letters after a pattern, or in an inline group, switch on.
 *
 * @param unicodeCase in Java, whether case is more than that of A to Z; always in JavaScript
 * @param unicodeClasses Java's {@code U}: {@code \w} and the like go beyond ASCII
 * @param unixLines Java's {@code d}: only a line feed ends a line
 * @param comments Java's {@code x}
 * @param unicode JavaScript's {@code u} or {@code v}: strict syntax, and code points in place of UTF-16 units
 * @param sets JavaScript's {@code v}
 */
record Flags(boolean ignoreCase, boolean multiLine, boolean dotAll, boolean unicodeCase, boolean unicodeClasses,
        boolean unixLines, boolean comments, boolean unicode, boolean sets) {

    static final Flags NONE = new Flags(false, false, false, false, false, false, false, false, false);

    static Flags of(String letters, Dialect dialect, String pattern) {
        Flags flags = NONE;
        for (int i = 0; i < letters.length(); i++) {
            char letter = letters.charAt(i);
            boolean twice = dialect == Dialect.JAVASCRIPT && letters.indexOf(letter) < i;
            Flags more = twice ? null : flags.with(letter, true, dialect);
            if (more == null) {
                throw new RegexSyntaxException("Flags '" + letters + "' are not of " + dialect, pattern, 0);
            }
            flags = more;
        }
        if (letters.indexOf('u') >= 0 && letters.indexOf('v') >= 0) {
            throw new RegexSyntaxException("Flags u and v exclude each other", pattern, 0);
        }
        return dialect == Dialect.JAVASCRIPT ? flags.withCase() : flags;
    }

    /** These with one letter switched on or off; null if there is no such letter. */
    Flags with(char letter, boolean on, Dialect dialect) {
        return switch (letter) {
            case 'i' -> new Flags(on, multiLine, dotAll, unicodeCase, unicodeClasses, unixLines, comments, unicode,
                    sets);
            case 'm' -> new Flags(ignoreCase, on, dotAll, unicodeCase, unicodeClasses, unixLines, comments, unicode,
                    sets);
            case 's' -> new Flags(ignoreCase, multiLine, on, unicodeCase, unicodeClasses, unixLines, comments, unicode,
                    sets);
            default -> dialect == Dialect.JAVA ? withJava(letter, on) : withJavaScript(letter, on);
        };
    }

    private Flags withJava(char letter, boolean on) {
        return switch (letter) {
            case 'u' -> new Flags(ignoreCase, multiLine, dotAll, on, unicodeClasses, unixLines, comments, unicode,
                    sets);
            case 'U' -> new Flags(ignoreCase, multiLine, dotAll, on, on, unixLines, comments, unicode, sets);
            case 'd' -> new Flags(ignoreCase, multiLine, dotAll, unicodeCase, unicodeClasses, on, comments, unicode,
                    sets);
            case 'x' -> new Flags(ignoreCase, multiLine, dotAll, unicodeCase, unicodeClasses, unixLines, on, unicode,
                    sets);
            default -> null;
        };
    }

    private Flags withJavaScript(char letter, boolean on) {
        return switch (letter) {
            case 'u' -> new Flags(ignoreCase, multiLine, dotAll, unicodeCase, unicodeClasses, unixLines, comments, on,
                    sets);
            case 'v' -> new Flags(ignoreCase, multiLine, dotAll, unicodeCase, unicodeClasses, unixLines, comments, on,
                    on);
            case 'd', 'g', 'y' -> this;
            default -> null;
        };
    }

    private Flags withCase() {
        return new Flags(ignoreCase, multiLine, dotAll, true, unicodeClasses, unixLines, comments, unicode, sets);
    }
}
