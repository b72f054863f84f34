package millrace.cli.manage;

import millrace.cli.Colours;

/** One field of a table, and how it is coloured. */
record Cell(String text, Style style) {
    enum Style {
        PLAIN,
        GOOD,
        BAD,
        STRONG,
        FAINT,
        NUMBER
    }

    static Cell plain(String text) {
        return new Cell(text, Style.PLAIN);
    }

    static Cell strong(String text) {
        return new Cell(text, Style.STRONG);
    }

    /** Followed by blanks up to a width. */
    String padded(int columns, Colours colours) {
        String padding = " ".repeat(Math.max(0, columns - Columns.of(text)));
        return switch (style) {
            case PLAIN -> text;
            case GOOD -> colours.good(text);
            case BAD -> colours.bad(text);
            case STRONG -> colours.strong(text);
            case FAINT -> colours.faint(text);
            case NUMBER -> colours.tag(0, text);
        } + padding;
    }
}
