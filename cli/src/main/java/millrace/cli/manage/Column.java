package millrace.cli.manage;

import java.util.List;
import millrace.cli.manage.Cell.Style;

/** The columns of the list, a row for each: what stands in it, and how soon it is left out where there is little room. */
enum Column {
    ID("id", 9),
    NAME("name", 10),
    NAMESPACE("namespace", 3),
    VERSION("version", 1),
    MODE("mode", 5),
    PID("pid", 6),
    UPTIME("uptime", 7),
    RESTARTS("↺", 8),
    STATUS("status", 10),
    CPU("cpu", 8),
    CPU_HISTORY("", 0),
    MEMORY("mem", 8),
    MEMORY_HISTORY("", 0),
    USER("user", 2),
    WATCHING("watching", 4);

    private static final int HISTORY = 10;

    final String heading;
    /** The least important goes first; 0: is left out where it is not known that there is room. */
    final int importance;

    Column(String heading, int importance) {
        this.heading = heading;
        this.importance = importance;
    }

    Cell cell(Listed process) {
        return switch (this) {
            case ID -> new Cell(Integer.toString(process.id()), Style.NUMBER);
            case NAME -> Cell.plain(process.name());
            case NAMESPACE -> Cell.plain(process.namespace());
            case VERSION -> Cell.plain(process.text("version"));
            case MODE -> Cell.plain(process.text("mode"));
            case PID -> Cell.plain(process.text("pid", "0"));
            case UPTIME -> Cell.plain(process.online() ? Amount.duration(process.uptime()) : "0");
            case RESTARTS -> Cell.plain(process.text("restarts", "0"));
            case STATUS -> new Cell(process.status(), style(process.status()));
            case CPU -> Cell.plain(Amount.percent(process.number("cpu")));
            case CPU_HISTORY -> new Cell(history(process, "cpu_history", 100), Style.FAINT);
            case MEMORY -> Cell.plain(Amount.bytes(process.number("memory")));
            case MEMORY_HISTORY -> new Cell(history(process, "memory_history", 0), Style.FAINT);
            case USER -> Cell.strong(process.text("user"));
            case WATCHING -> process.watching()
                    ? new Cell("enabled", Style.GOOD)
                    : new Cell("disabled", Style.FAINT);
        };
    }

    static Style style(String status) {
        return switch (status) {
            case "online" -> Style.GOOD;
            case "launching", "waiting restart", "stopping" -> Style.STRONG;
            default -> Style.BAD;
        };
    }

    private static String history(Listed process, String name, double full) {
        return Sparkline.of(process.list(name), HISTORY, full);
    }
}
