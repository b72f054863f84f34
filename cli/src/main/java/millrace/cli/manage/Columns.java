package millrace.cli.manage;

/** How much room text takes on a terminal. Source: Unicode Standard Annex 11, in the large. */
final class Columns {
    private Columns() {}

    static int of(String text) {
        int columns = 0;
        for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
            columns += of(text.codePointAt(i));
        }
        return columns;
    }

    /** The beginning of a text that fits, with an ellipsis where something is left off. */
    static String fit(String text, int columns) {
        if (of(text) <= columns) {
            return text;
        }
        StringBuilder start = new StringBuilder();
        int taken = 1;
        for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
            int code = text.codePointAt(i);
            taken += of(code);
            if (taken > columns) {
                break;
            }
            start.appendCodePoint(code);
        }
        return start.append('…').toString();
    }

    private static int of(int code) {
        if (code < 0x300) {
            return 1;
        }
        int type = Character.getType(code);
        if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK || type == Character.FORMAT) {
            return 0;
        }
        boolean wide = code >= 0x1100 && code <= 0x115F
                || code >= 0x2E80 && code <= 0xA4CF
                || code >= 0xAC00 && code <= 0xD7A3
                || code >= 0xF900 && code <= 0xFAFF
                || code >= 0xFE30 && code <= 0xFE6F
                || code >= 0xFF00 && code <= 0xFF60
                || code >= 0x1F300 && code <= 0x1FAFF
                || code >= 0x20000 && code <= 0x3FFFD;
        return wide ? 2 : 1;
    }
}
