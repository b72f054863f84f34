package millrace.bench.report;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A table in box-drawing characters: a head, and rows with a line between them. */
public final class Table {
    private final List<List<String>> rows = new ArrayList<>();

    public Table(String... head) {
        rows.add(List.of(head));
    }

    public Table row(String... cells) {
        rows.add(List.of(cells));
        return this;
    }

    @Override
    public String toString() {
        int[] widths = new int[rows.getFirst().size()];
        for (List<String> row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        StringBuilder text = new StringBuilder(line(widths, "┌", "┬", "┐"));
        for (int i = 0; i < rows.size(); i++) {
            text.append(i == 0 ? "" : line(widths, "├", "┼", "┤")).append("│");
            for (int j = 0; j < widths.length; j++) {
                String cell = rows.get(i).get(j);
                text.append(' ').append(cell).repeat(" ", widths[j] - cell.length()).append(" │");
            }
            text.append('\n');
        }
        return text.append(line(widths, "└", "┴", "┘")).toString();
    }

    private static String line(int[] widths, String left, String middle, String right) {
        List<String> parts = new ArrayList<>();
        for (int width : widths) {
            parts.add(String.join("", Collections.nCopies(width + 2, "─")));
        }
        return left + String.join(middle, parts) + right + "\n";
    }
}
