package millrace.cli.monit;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import millrace.cli.manage.Amount;
import millrace.cli.manage.Sparkline;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;
import org.jline.utils.AttributedStyle;

/** The list of processes: the columns that fit, the most important first to stay. */
final class Table {
    private static final int LEAST_NAME = 8;
    private static final int MOST_NAME = 40;
    private static final int SPARK = 20;
    private static final int NUMBER = 6;
    private static final int STATUS = 15;
    private static final int SIZE = 8;
    private static final AttributedStyle PLAIN = AttributedStyle.DEFAULT;

    /** One column: what it shows of a row, how wide it is, and whether anybody has it. */
    private record Column(String heading, int width, boolean right, Function<Row, String> cell) {
    }

    private final List<Column> columns = new ArrayList<>();
    private final int nameWidth;

    /** The columns for these rows on so many columns of the terminal. */
    Table(List<Row> rows, int width, long nowMillis) {
        List<Column> wanted = wanted(rows, nowMillis);
        int longest = rows.stream().mapToInt(row -> Text.columns(row.name())).max().orElse(LEAST_NAME);
        int name = Math.clamp(longest, LEAST_NAME, MOST_NAME);
        int used = 5 + 1 + LEAST_NAME;
        for (Column column : wanted) {
            if (used + column.width + 1 <= width) {
                columns.add(column);
                used += column.width + 1;
            }
        }
        nameWidth = Math.clamp((long) LEAST_NAME + width - used, LEAST_NAME, name);
    }

    /** By importance. */
    private static List<Column> wanted(List<Row> rows, long nowMillis) {
        List<Column> wanted = new ArrayList<>();
        wanted.add(new Column("status", STATUS, false, Row::status));
        wanted.add(new Column("cpu", NUMBER, true, row -> row.ifRuns(Amount.percent(row.cpuPercent()))));
        wanted.add(new Column("memory", SIZE, true, row -> row.ifRuns(Amount.bytes(row.memoryBytes()))));
        wanted.add(new Column("↺", NUMBER - 2, true, row -> Long.toString(row.restarts())));
        wanted.add(new Column("uptime", NUMBER, true, row -> row.ifRuns(Amount.duration(row.uptimeMillis(nowMillis)))));
        if (rows.stream().anyMatch(row -> row.has("requests_per_second"))) {
            wanted.add(new Column("req/s", NUMBER + 1, true,
                    row -> row.has("requests_per_second") ? Long.toString(Math.round(row.number("requests_per_second"))) : ""));
        }
        if (rows.stream().anyMatch(row -> row.has("loop_delay"))) {
            wanted.add(new Column("loop", NUMBER + 1, true,
                    row -> row.has("loop_delay") ? Text.millis(row.number("loop_delay")) : ""));
        }
        wanted.add(new Column("pid", SIZE, true, row -> row.ifRuns(row.text("pid"))));
        wanted.add(new Column("cpu history", SPARK, false, row -> row.ifRuns(Sparkline.of(row.history("cpu_history"), SPARK, 100))));
        wanted.add(new Column("memory history", SPARK, false, row -> row.ifRuns(Sparkline.of(row.history("memory_history"), SPARK, 0))));
        return wanted;
    }

    AttributedString heading() {
        AttributedStringBuilder line = new AttributedStringBuilder().style(PLAIN.faint());
        line.append(Text.right("id", 4)).append("  ").append(Text.left("name", nameWidth));
        for (Column column : columns) {
            line.append(" ").append(cell(column, column.heading));
        }
        return line.toAttributedString();
    }

    AttributedString line(Row row, boolean selected) {
        AttributedStyle style = selected ? PLAIN.inverse() : PLAIN;
        AttributedStringBuilder line = new AttributedStringBuilder().style(style);
        line.append(Text.right(Integer.toString(row.id()), 4)).append("  ").append(Text.left(row.name(), nameWidth));
        for (Column column : columns) {
            line.append(" ");
            AttributedStyle own = column.heading.equals("status") ? statusStyle(row, style) : style;
            line.style(own).append(cell(column, column.cell.apply(row))).style(style);
        }
        return line.toAttributedString();
    }

    private static AttributedStyle statusStyle(Row row, AttributedStyle style) {
        if (row.isOnline()) {
            return style.foreground(AttributedStyle.GREEN);
        }
        return row.isBad() ? style.foreground(AttributedStyle.RED) : style.foreground(AttributedStyle.YELLOW);
    }

    private static String cell(Column column, String text) {
        return column.right ? Text.right(text, column.width) : Text.left(text, column.width);
    }
}
