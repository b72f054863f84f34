package millrace.cli.manage;

import java.util.ArrayList;
import java.util.List;
import millrace.cli.Colours;

/** The list as text. */
final class ProcessList {
    private static final int LEAST_NAME = 8;

    private ProcessList() {}

    /** A box that fits into so many columns: what is least important is left out. */
    static String box(List<Listed> processes, int columns, Colours colours) {
        List<Column> shown = new ArrayList<>(List.of(Column.values()));
        if (columns == Integer.MAX_VALUE || !haveHistory(processes)) {
            shown.removeIf(column -> column.importance == 0);
        }
        Box box = box(processes, shown, Integer.MAX_VALUE);
        while (box.width() > columns && leaveOut(shown)) {
            box = box(processes, shown, Integer.MAX_VALUE);
        }
        if (box.width() > columns) {
            int name = longestName(processes) - (box.width() - columns);
            box = box(processes, shown, Math.max(LEAST_NAME, name));
        }
        return box.text(colours);
    }

    private static boolean haveHistory(List<Listed> processes) {
        for (Listed process : processes) {
            if (!process.list("cpu_history").isEmpty()) {
                return true;
            }
        }
        return false;
    }

    private static int longestName(List<Listed> processes) {
        int longest = 0;
        for (Listed process : processes) {
            longest = Math.max(longest, Columns.of(process.name()));
        }
        return longest;
    }

    /** What PM2 keeps in its narrow table stays in any case. */
    private static boolean leaveOut(List<Column> shown) {
        Column least = null;
        for (Column column : shown) {
            if (column.importance < Column.UPTIME.importance
                    && (least == null || column.importance < least.importance)) {
                least = column;
            }
        }
        return shown.remove(least);
    }

    private static Box box(List<Listed> processes, List<Column> shown, int nameColumns) {
        List<String> headings = new ArrayList<>();
        for (Column column : shown) {
            headings.add(column.heading);
        }
        Box box = new Box(headings);
        for (Listed process : processes) {
            List<Cell> row = new ArrayList<>();
            for (Column column : shown) {
                Cell cell = column.cell(process);
                row.add(column == Column.NAME ? Cell.plain(Columns.fit(cell.text(), nameColumns)) : cell);
            }
            box.add(row);
        }
        return box;
    }

    /** {@code -m}: no box, a paragraph for each. */
    static String mini(List<Listed> processes) {
        StringBuilder text = new StringBuilder();
        for (Listed process : processes) {
            text.append("+--- ").append(process.name()).append('\n');
            line(text, "namespace", process.namespace());
            line(text, "version", process.text("version"));
            line(text, "pid", process.text("pid", "0"));
            line(text, "pm2 id", Integer.toString(process.id()));
            line(text, "status", process.status());
            line(text, "mode", process.text("mode"));
            line(text, "restarted", process.text("restarts", "0"));
            line(text, "uptime", Amount.duration(process.uptime()));
            line(text, "memory usage", Amount.bytes(process.number("memory")));
            line(text, "watching", process.watching() ? "yes" : "no");
        }
        return text.toString();
    }

    private static void line(StringBuilder text, String name, String value) {
        text.append(name).append(" : ").append(value).append('\n');
    }
}
