package millrace.cli.manage;

/**
 * What others have written, fit for a terminal: a line of a log may hold what a stranger has sent to the app, and a
 * terminal obeys more than colours (it takes a new title, fills the clipboard, types an answer, moves up and overwrites).
 * Colours pass; what else a terminal would obey is shown as {@code cat -v} shows it. Pure logic.
 *
 * <p>Source: ECMA-48, sections 5.3 and 5.4 (control functions and sequences), 8.3.117 (SGR).
 */
final class TerminalText {
    private static final char ESCAPE = 0x1b;
    private static final String RESET = "\033[0m";

    private TerminalText() {}

    static String of(String text) {
        int at = 0;
        while (at < text.length() && !obeyed(text.charAt(at))) {
            at++;
        }
        return at == text.length() ? text : shown(text, at);
    }

    private static boolean obeyed(char c) {
        return Character.isISOControl(c) && c != '\t';
    }

    private static String shown(String text, int plain) {
        // A line of a program that ends them as Windows does.
        int end = text.endsWith("\r") ? text.length() - 1 : text.length();
        StringBuilder shown = new StringBuilder(text.length() + 16).append(text, 0, Math.min(plain, end));
        boolean coloured = false;
        for (int at = plain; at < end; at++) {
            char c = text.charAt(at);
            int colourEnd = c == ESCAPE ? colourEnd(text, at, end) : -1;
            if (colourEnd > 0) {
                shown.append(text, at, colourEnd);
                coloured = true;
                at = colourEnd - 1;
            } else if (obeyed(c)) {
                visible(shown, c);
            } else {
                shown.append(c);
            }
        }
        return coloured ? shown.append(RESET).toString() : shown.toString();
    }

    /** Behind {@code ESC [ … m}; −1 for any other sequence. */
    private static int colourEnd(String text, int from, int end) {
        int at = from + 1;
        if (at >= end || text.charAt(at) != '[') {
            return -1;
        }
        do {
            at++;
        } while (at < end && "0123456789;:".indexOf(text.charAt(at)) >= 0);
        return at < end && text.charAt(at) == 'm' ? at + 1 : -1;
    }

    private static void visible(StringBuilder shown, char c) {
        if (c < 0x80) {
            shown.append('^').append((char) (c ^ 0x40));
        } else {
            shown.append("M-^").append((char) (c - 0x40));
        }
    }
}
