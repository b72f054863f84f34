package millrace.cli.manage;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Map;
import millrace.cli.Colours;

/** How {@code logs} shows a line: plain, {@code --raw}, {@code --json} or {@code --format}. */
final class LogText {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd-HH:mm:ss").withZone(ZoneId.systemDefault());
    private static final DateTimeFormatter ZONED =
            DateTimeFormatter.ofPattern("yyyy-MM-dd-HH:mm:ssxx").withZone(ZoneId.systemDefault());

    private final Command line;
    private final Colours colours;
    private final int nameColumns;

    /** @param nameColumns of the longest {@code id|name}, so that lines begin below each other */
    LogText(Command line, Colours colours, int nameColumns) {
        this.line = line;
        this.colours = colours;
        this.nameColumns = nameColumns;
    }

    /**
     * One line, with its newline.
     *
     * @param atMillis when it was written; 0: not known, for what comes from a file
     */
    String of(int id, String name, boolean error, long atMillis, String text) {
        if (line.has(Option.JSON) && atMillis > 0) {
            return json(id, name, error, atMillis, text);
        }
        if (line.has(Option.FORMAT) && atMillis > 0) {
            return "timestamp=" + ZONED.format(Instant.ofEpochMilli(atMillis)) + " app=" + name + " id=" + id + " type="
                    + (error ? "err" : "out") + " message=" + text + "\n";
        }
        String shown = highlighted(text);
        if (line.has(Option.RAW) || line.has(Option.JSON) || line.has(Option.FORMAT)) {
            return shown + "\n";
        }
        String tag = id + "|" + name;
        tag += " ".repeat(Math.max(0, nameColumns - Columns.of(tag))) + " | ";
        String time = line.has(Option.TIMESTAMP) && atMillis > 0
                ? colours.faint(TIME.format(Instant.ofEpochMilli(atMillis)) + " ")
                : "";
        return time + (error ? colours.bad(tag) : colours.good(tag)) + shown + "\n";
    }

    private static String json(int id, String name, boolean error, long atMillis, String text) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("message", text);
        fields.put("timestamp", Instant.ofEpochMilli(atMillis).toString());
        fields.put("type", error ? "err" : "out");
        fields.put("process_id", id);
        fields.put("app_name", name);
        return ListVerbs.json(fields);
    }

    private String highlighted(String text) {
        String wish = line.value(Option.HIGHLIGHT);
        return wish == null || wish.isEmpty() ? text : text.replace(wish, colours.marked(wish));
    }
}
