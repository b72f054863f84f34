package millrace.manager.watch;

import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * A glob as chokidar understands it (picomatch with {@code dot}): {@code *}, {@code **}, {@code ?}, {@code [a-c]},
 * {@code {a,b}}, {@code @(a|b)}, {@code +(a|b)}, {@code *(a|b)}, {@code ?(a|b)}, {@code !(a|b)}. Stars match names that
 * begin with a dot, too. Pure logic.
 */
final class Glob {
    private static final String WILD = "*?[]{}";
    private static final String IN_A_NAME = "[^/]";

    private final String glob;
    private final StringBuilder regex = new StringBuilder();

    /** What closes the groups that are open, the innermost last. */
    private final StringBuilder closers = new StringBuilder();

    private int at;

    private Glob(String glob) {
        this.glob = glob;
    }

    /** Whether it is more than a plain path. */
    static boolean isGlob(String text) {
        return text.chars().anyMatch(c -> WILD.indexOf(c) >= 0) || text.contains("(");
    }

    /** A pattern for whole paths. */
    static Pattern compile(String glob) {
        Glob translation = new Glob(glob);
        while (translation.at < glob.length()) {
            translation.next();
        }
        try {
            return Pattern.compile(translation.regex.toString());
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(
                    "\"" + glob + "\" is no pattern of file names: look at its brackets", e);
        }
    }

    private void next() {
        char c = glob.charAt(at);
        if (glob.startsWith("/**", at) && isEndOfName(at + 3)) {
            // Any folders in between, none included; at the end the folder itself, too.
            regex.append(at + 3 == glob.length() ? "(?:/.*)?" : "(?:/.*)?(?=/)");
            at += 3;
        } else if (glob.startsWith("**", at) && (at == 0 || glob.charAt(at - 1) == '/') && isEndOfName(at + 2)) {
            regex.append(".*");
            at += 2;
        } else if ("@+*?!".indexOf(c) >= 0 && at + 1 < glob.length() && glob.charAt(at + 1) == '(') {
            open(c);
        } else {
            at++;
            single(c);
        }
    }

    private boolean isEndOfName(int position) {
        return position == glob.length() || glob.charAt(position) == '/';
    }

    private void open(char kind) {
        regex.append(kind == '!' ? "(?:(?!(?:" : "(?:");
        closers.append(kind);
        at += 2;
    }

    private void single(char c) {
        switch (c) {
            case '*' -> regex.append(IN_A_NAME).append('*');
            case '?' -> regex.append(IN_A_NAME);
            case '[' -> characters();
            case '{' -> group('}');
            case '(' -> group('@');
            case ')' -> close();
            case '}' -> close();
            case ',' -> regex.append(isIn('}') ? "|" : ",");
            case '|' -> regex.append(closers.isEmpty() ? "\\|" : "|");
            default -> regex.append(Pattern.quote(String.valueOf(c)));
        }
    }

    private void group(char closer) {
        regex.append("(?:");
        closers.append(closer);
    }

    private boolean isIn(char closer) {
        return !closers.isEmpty() && closers.charAt(closers.length() - 1) == closer;
    }

    private void close() {
        char kind = closers.isEmpty() ? 0 : closers.charAt(closers.length() - 1);
        if (kind == 0) {
            throw new IllegalArgumentException("\"" + glob + "\" closes a bracket that it has not opened");
        }
        closers.setLength(closers.length() - 1);
        regex.append(switch (kind) {
            case '+' -> ")+";
            case '*' -> ")*";
            case '?' -> ")?";
            case '!' -> ")(?:/|$))[^/]*)";
            default -> ")";
        });
    }

    private void characters() {
        int end = glob.indexOf(']', at + 1);
        if (end < 0) {
            throw new IllegalArgumentException("\"" + glob + "\" does not close its bracket [");
        }
        String content = glob.substring(at, end);
        boolean not = content.startsWith("!") || content.startsWith("^");
        String set = (not ? content.substring(1) : content).replaceAll("[\\[&^\\\\]", "\\\\$0");
        regex.append(not ? "[^/" : "[").append(set).append(']');
        at = end + 1;
    }
}
