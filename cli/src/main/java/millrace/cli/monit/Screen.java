package millrace.cli.monit;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import millrace.cli.manage.Amount;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;
import org.jline.utils.AttributedStyle;

/**
 * What stands on the terminal: processes above, what the selected one says of itself, logs below, keys at the bottom. A
 * pure function of the model, the size and the time.
 */
final class Screen {
    private static final AttributedStyle PLAIN = AttributedStyle.DEFAULT;
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss");
    private static final int LEAST_COLUMNS = 40;
    private static final int LEAST_LINES = 8;
    private static final int LEAST_NAME_IN_LOGS = 12;
    private static final int MOST_NAME_IN_LOGS = 32;

    private final Model model;
    private final int columns;
    private final long nowMillis;
    private final ZoneId zone;
    private final List<AttributedString> lines = new ArrayList<>();

    private Screen(Model model, int columns, long nowMillis, ZoneId zone) {
        this.model = model;
        this.columns = columns;
        this.nowMillis = nowMillis;
        this.zone = zone;
    }

    /** As many lines as there is room for, none wider than the terminal. */
    static List<AttributedString> lines(Model model, int columns, int rows, long nowMillis, ZoneId zone) {
        if (columns < LEAST_COLUMNS || rows < LEAST_LINES) {
            return List.of(new AttributedString(Text.cut("too small: " + LEAST_COLUMNS + "x" + LEAST_LINES, columns)));
        }
        Screen screen = new Screen(model, columns, nowMillis, zone);
        screen.title();
        screen.processes(processLines(model.rows().size(), rows));
        screen.details();
        screen.logs(rows - screen.lines.size() - 2);
        screen.keys();
        return screen.lines;
    }

    /** Logs get what the list does not need, and half of the screen at least. */
    private static int processLines(int processes, int rows) {
        return Math.clamp(processes, 1, Math.max(1, rows / 2 - 4));
    }

    private void title() {
        long online = model.rows().stream().filter(Row::isOnline).count();
        double memory = model.rows().stream().mapToDouble(Row::memoryBytes).sum();
        double cpu = model.rows().stream().mapToDouble(Row::cpuPercent).sum();
        String left = " millrace  " + model.rows().size() + " processes, " + online + " online, cpu "
                + Amount.percent(cpu) + ", memory " + Amount.bytes(memory);
        String right = (model.isLost() ? "daemon gone  " : "") + clock(nowMillis) + " ";
        String text = Text.left(left, columns - Text.columns(right)) + right;
        AttributedStyle style = PLAIN.inverse().bold();
        lines.add(new AttributedString(text, model.isLost() ? style.foreground(AttributedStyle.RED) : style));
    }

    private void processes(int count) {
        Table table = new Table(model.rows(), columns, nowMillis);
        lines.add(table.heading());
        int selected = Math.max(0, model.selectedIndex());
        int first = Math.clamp(selected - count / 2, 0, Math.max(0, model.rows().size() - count));
        for (int i = first; i < first + count && i < model.rows().size(); i++) {
            lines.add(table.line(model.rows().get(i), i == selected));
        }
        if (model.rows().isEmpty()) {
            lines.add(new AttributedString(Text.cut(" nothing runs: millrace start app.js", columns), PLAIN.faint()));
        }
    }

    /** One line of what there is to know of the selected process besides its row. */
    private void details() {
        Row row = model.selected();
        if (row == null) {
            return;
        }
        List<String> parts = new ArrayList<>();
        part(parts, "mode", row.text("mode"));
        part(parts, "version", row.text("version"));
        part(parts, "pid", row.ifRuns(row.text("pid")));
        part(parts, "restarts", row.restarts() + " (" + row.text("unstable_restarts") + " unstable)");
        part(parts, "last exit", row.text("last_exit"));
        part(parts, "active", row.text("active"));
        part(parts, "connections", row.text("connections"));
        lines.add(new AttributedString(Text.cut(" " + String.join("  ", parts), columns), PLAIN.faint()));
    }

    private static void part(List<String> parts, String name, String value) {
        if (!value.isEmpty()) {
            parts.add(name + " " + value);
        }
    }

    private void logs(int count) {
        Row row = model.selected();
        String whose = model.onlySelected() && row != null ? row.name() + ":" + row.id() : "all";
        String back = model.scrolled() > 0 ? ", " + model.scrolled() + " lines back" : "";
        String title = "━ logs: " + whose + back + " ";
        lines.add(new AttributedString(
                Text.cut(title + "━".repeat(Math.max(0, columns - Text.columns(title))), columns), PLAIN.faint()));
        List<LogLine> shown = model.lines(count);
        shown.forEach(this::log);
        for (int i = shown.size(); i < count; i++) {
            lines.add(AttributedString.EMPTY);
        }
    }

    private void log(LogLine line) {
        AttributedStringBuilder text = new AttributedStringBuilder();
        int room = Math.clamp(columns / 6, LEAST_NAME_IN_LOGS, MOST_NAME_IN_LOGS);
        String id = ":" + line.pmId();
        String who = Text.left(line.name(), Math.min(room - id.length(), Text.columns(line.name()))) + id;
        text.style(PLAIN.faint()).append(clock(line.atMillis())).append(" ");
        text.style(whoStyle(line)).append(Text.left(who, room)).append(" ▏");
        text.style(line.kind().equals("process") ? PLAIN.faint() : PLAIN)
                .append(Text.cut(line.text(), columns - room - 11));
        lines.add(text.toAttributedString());
    }

    private static AttributedStyle whoStyle(LogLine line) {
        return switch (line.kind()) {
            case "err" -> PLAIN.foreground(AttributedStyle.RED);
            case "process" -> PLAIN.faint();
            default -> PLAIN.foreground(AttributedStyle.CYAN);
        };
    }

    /** The keys, or what the last one has brought about. */
    private void keys() {
        if (!model.notice().isEmpty()) {
            lines.add(new AttributedString(Text.left(" " + model.notice(), columns), PLAIN.inverse()));
            return;
        }
        StringBuilder keys = new StringBuilder();
        for (Key key : Key.values()) {
            if (!key.label.isEmpty()) {
                keys.append(' ').append(key.label).append(' ').append(key.meaning).append(' ');
            }
        }
        lines.add(new AttributedString(Text.left(keys.toString(), columns), PLAIN.inverse()));
    }

    private String clock(long millis) {
        return CLOCK.format(Instant.ofEpochMilli(millis).atZone(zone));
    }
}
