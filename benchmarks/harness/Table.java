package harness;

import java.util.List;
import java.util.stream.Collectors;

/** A Markdown table. */
final class Table {
    private final StringBuilder text = new StringBuilder();

    Table(String... columns) {
        row(List.of(columns));
        row(List.of(columns).stream().map(column -> column.equals(columns[0]) ? "---" : "---:").toList());
    }

    void row(List<String> cells) {
        text.append(cells.stream().collect(Collectors.joining(" | ", "| ", " |\n")));
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
