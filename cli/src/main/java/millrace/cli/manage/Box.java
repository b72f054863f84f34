package millrace.cli.manage;

import java.util.ArrayList;
import java.util.List;
import millrace.cli.Colours;

/** A table in a box, each column as wide as what is in it. */
final class Box {
    private final List<List<Cell>> rows = new ArrayList<>();
    private final boolean headed;

    /** @param headings empty for a table without */
    Box(List<String> headings) {
        headed = !headings.isEmpty();
        if (headed) {
            rows.add(headings.stream().map(Cell::strong).toList());
        }
    }

    void add(List<Cell> row) {
        rows.add(row);
    }

    boolean isEmpty() {
        return rows.size() == (headed ? 1 : 0);
    }

    /** Columns that it takes on a terminal. */
    int width() {
        int width = 1;
        for (int columns : widths()) {
            width += columns + 3;
        }
        return width;
    }

    private int[] widths() {
        int[] widths = new int[rows.isEmpty() ? 0 : rows.getFirst().size()];
        for (List<Cell> row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], Columns.of(row.get(i).text()));
            }
        }
        return widths;
    }

    String text(Colours colours) {
        int[] widths = widths();
        StringBuilder text = new StringBuilder();
        line(text, widths, "┌", "┬", "┐");
        for (int i = 0; i < rows.size(); i++) {
            List<Cell> row = rows.get(i);
            for (int column = 0; column < widths.length; column++) {
                text.append("│ ").append(row.get(column).padded(widths[column], colours)).append(' ');
            }
            text.append("│\n");
            if (i == 0 && headed) {
                line(text, widths, "├", "┼", "┤");
            }
        }
        line(text, widths, "└", "┴", "┘");
        return text.toString();
    }

    private static void line(StringBuilder text, int[] widths, String left, String middle, String right) {
        for (int i = 0; i < widths.length; i++) {
            text.append(i == 0 ? left : middle).append("─".repeat(widths[i] + 2));
        }
        text.append(right).append('\n');
    }
}
