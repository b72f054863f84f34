package millrace.cli.manage;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import millrace.cli.Failure;
import millrace.cluster.json.Json;

/** {@code list} in its forms. */
final class ListVerbs {
    private static final long WATCH_MILLIS = 1000;
    private static final String CLEAR = "\033[H\033[2J\033[3J";

    private ListVerbs() {}

    static int list(Session session) throws Failure, IOException {
        if (session.line.has(Option.JSON)) {
            Object result = session.isRunning() ? session.call("list", Map.of()) : List.of();
            session.console.print(json(result));
            return 0;
        }
        if (session.line.has(Option.WATCH)) {
            return watch(session);
        }
        session.console.print(table(session));
        return 0;
    }

    /** The list after something has been done. */
    static void show(Session session) throws Failure, IOException {
        session.console.show(table(session));
    }

    private static String table(Session session) throws Failure, IOException {
        List<Listed> sorted = Sorting.sort(session.list(), session.line.value(Option.SORT));
        return session.line.has(Option.MINI_LIST)
                ? ProcessList.mini(sorted)
                : ProcessList.box(sorted, session.console.columns(), session.console.colours());
    }

    private static int watch(Session session) throws Failure, IOException {
        while (true) {
            session.console.print((session.console.isTerminal() ? CLEAR : "") + table(session));
            try {
                Thread.sleep(WATCH_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return 0;
            }
        }
    }

    static int jlist(Session session) throws IOException {
        session.console.print(json(session.isRunning() ? session.call("jlist", Map.of()) : List.of()));
        return 0;
    }

    static int prettylist(Session session) throws IOException {
        session.console.print(
                Inspect.text(session.isRunning() ? session.call("jlist", Map.of()) : List.of()) + "\n");
        return 0;
    }

    static String json(Object value) {
        return new String(Json.line(value), StandardCharsets.UTF_8);
    }

    /** {@code pid}: those of processes that run, one a line; an empty line when there is none, as PM2 has it. */
    static int pid(Session session) throws IOException {
        StringBuilder text = new StringBuilder();
        for (Listed process : session.list(List.of(session.line.target(0, "all")))) {
            text.append(process.text("pid", "0")).append('\n');
        }
        session.console.print(text.isEmpty() ? "\n" : text.toString());
        return 0;
    }

    /** {@code id}: a list as Node prints it. */
    static int id(Session session) throws IOException {
        List<Integer> ids = session.list(List.of(session.line.target(0, ""))).stream().map(Listed::id).toList();
        session.console.print(Inspect.text(ids) + "\n");
        return 0;
    }
}
