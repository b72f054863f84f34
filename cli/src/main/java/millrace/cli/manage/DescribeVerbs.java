package millrace.cli.manage;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import millrace.cli.Colours;
import millrace.cli.Failure;

/** {@code describe} and {@code env}. */
final class DescribeVerbs {
    /** Without a terminal, which says how wide it is. */
    private static final int WIDEST = 200;

    /** What the first column and the frame take. */
    private static final int LABELS = 24;

    private DescribeVerbs() {}

    static int describe(Session session) throws Failure, IOException {
        for (String target : session.line.targets()) {
            List<Listed> meant = session.list(List.of(target));
            if (meant.isEmpty()) {
                throw Failure.of(target + " doesn't exist");
            }
            Object described = session.call("describe", Map.of("targets", List.of(target)));
            if (session.line.has(Option.JSON)) {
                session.console.print(ListVerbs.json(described));
                continue;
            }
            for (Listed process : Listed.all(described)) {
                session.console.print(text(process, session.console));
            }
        }
        return 0;
    }

    private static String text(Listed process, Console console) {
        Colours colours = console.colours();
        StringBuilder text = new StringBuilder(
                colours.strong("Describing process with id " + process.id() + " - name " + process.name()) + "\n");
        text.append(box(process, console));
        section(text, "Counters", process.fields().get("counters"), console);
        section(text, "Code metrics value", process.fields().get("metrics"), console);
        List<?> actions = process.list("actions");
        if (!actions.isEmpty()) {
            text.append(colours.strong("Actions available")).append('\n');
            Box box = new Box(List.of());
            actions.forEach(action -> box.add(List.of(Cell.plain(words(action)))));
            text.append(box.text(colours));
        }
        String name = process.name();
        return text + colours.faint("Use `millrace logs " + name + " [--lines 1000]` to display logs\n"
                + "Use `millrace env " + process.id() + "` to display environment variables\n"
                + "Use `millrace monit` to monitor CPU and memory usage\n");
    }

    private static String box(Listed process, Console console) {
        int room = Math.min(WIDEST, console.columns()) - LABELS;
        Box box = new Box(List.of());
        for (Detail detail : Detail.values()) {
            String value = detail.text(process);
            if (!value.isEmpty()) {
                Cell cell = detail == Detail.STATUS
                        ? new Cell(value, Column.style(value))
                        : Cell.plain(Columns.fit(value, Math.max(LABELS, room)));
                box.add(List.of(Cell.plain(detail.label), cell));
            }
        }
        return box.text(console.colours());
    }

    private static void section(StringBuilder text, String title, Object values, Console console) {
        if (values instanceof Map<?, ?> map && !map.isEmpty()) {
            text.append(console.colours().strong(title)).append('\n');
            Box box = new Box(List.of());
            map.forEach((name, value) -> box.add(List.of(Cell.plain(name.toString()), Cell.plain(words(value)))));
            text.append(box.text(console.colours()));
        }
    }

    static String words(Object value) {
        if (value instanceof Map<?, ?> map) {
            Object name = map.get("action_name");
            Object unit = map.get("unit");
            Object plain = name != null ? name : map.get("value");
            return plain == null ? map.toString() : plain + (unit == null || unit.equals("") ? "" : " " + unit);
        }
        return String.valueOf(value);
    }

    static String time(double millis) {
        return millis == 0 ? "" : Instant.ofEpochMilli((long) millis).toString();
    }

    /** The one place where values of an environment are shown. */
    static int env(Session session) throws Failure, IOException {
        String id = session.line.target(0, "");
        if (session.list(List.of(id)).isEmpty()) {
            throw Failure.of("Process with id " + id + " not found");
        }
        for (Object element : (List<?>) session.call("jlist", Map.of("targets", List.of(id)))) {
            if (element instanceof Map<?, ?> fields && fields.get("pm2_env") instanceof Map<?, ?> bag
                    && bag.get("env") instanceof Map<?, ?> environment) {
                StringBuilder text = new StringBuilder();
                new TreeMap<>(environment).forEach((name, value) ->
                        text.append(name).append(": ").append(session.console.colours().good(String.valueOf(value))).append('\n'));
                session.console.print(text.toString());
            }
        }
        return 0;
    }
}
