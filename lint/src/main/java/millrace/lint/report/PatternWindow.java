package millrace.lint.report;

/**
 * A pattern on one line of a terminal, with a mark under a part of it. What does not fit is cut at the ends, so that
 * the part is seen. Control characters show as {@code ·}, so that each character takes one column.
 */
record PatternWindow(String shown, int markFrom, int markTo) {

    static PatternWindow of(String pattern, int from, int to, int width) {
        String plain = pattern.replaceAll("\\p{Cntrl}", "·");
        if (plain.length() <= width) {
            return new PatternWindow(plain, from, Math.max(from + 1, to));
        }
        int part = Math.min(Math.max(1, to - from), width - 2);
        int begin = Math.clamp(from - (width - part) / 2, 0, plain.length() - width);
        int end = begin + width;
        String shown = (begin > 0 ? "…" + plain.substring(begin + 1, end) : plain.substring(begin, end));
        if (end < plain.length()) {
            shown = shown.substring(0, shown.length() - 1) + "…";
        }
        int markFrom = Math.max(from - begin, begin > 0 ? 1 : 0);
        return new PatternWindow(shown, markFrom, Math.min(width, Math.max(markFrom + 1, to - begin)));
    }

    String marks() {
        return " ".repeat(markFrom) + "^" + "~".repeat(markTo - markFrom - 1);
    }
}
