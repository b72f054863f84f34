package millrace.cli.manage;

import java.time.Instant;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.Map;
import millrace.cli.Colours;
import millrace.manager.log.TimeFormat;

/** How {@code logs} shows a line: plain, {@code --raw}, {@code --json} or {@code --format}. For one thread. */
final class LogText {
    private final Command line;
    private final Colours colours;
    private final boolean terminal;
    private final int nameColumns;
    private final TimeFormat time;
    private final TimeFormat zoned = TimeFormat.of("YYYY-MM-DD-HH:mm:ssZZ", ZoneId.systemDefault());

    /**
     * @param terminal whether it is shown to a person
     * @param nameColumns of the longest {@code id|name}, so that lines begin below each other
     */
    LogText(Command line, Colours colours, boolean terminal, int nameColumns) {
        this.line = line;
        this.colours = colours;
        this.terminal = terminal;
        this.nameColumns = nameColumns;
        String form = line.value(Option.TIMESTAMP);
        boolean usual = form == null || form.isEmpty();
        this.time = TimeFormat.of(usual ? "YYYY-MM-DD-HH:mm:ss" : form, ZoneId.systemDefault());
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
        if (line.has(Option.RAW)) {
            return highlighted(text) + "\n";
        }
        String shown = highlighted(terminal ? TerminalText.of(text) : text);
        if (line.has(Option.FORMAT) && atMillis > 0) {
            return "timestamp=" + zoned.text(atMillis) + " app=" + name + " id=" + id + " type="
                    + (error ? "error" : "out") + " message=" + shown + "\n";
        }
        String tag = id + "|" + name;
        tag += " ".repeat(Math.max(0, nameColumns - Columns.of(tag))) + " | ";
        String stamp = line.has(Option.TIMESTAMP) && atMillis > 0 ? colours.faint(time.text(atMillis) + " ") : "";
        return stamp + (error ? colours.bad(tag) : colours.good(tag)) + shown + "\n";
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
