package millrace.cli.manage;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import millrace.cli.Failure;
import millrace.manager.HomeFolder;
import millrace.manager.client.DaemonClient;
import millrace.manager.client.DaemonException;
import millrace.manager.log.LogTail;

/** {@code logs}: the last lines of the files, then new lines as the daemon tells of them, until Ctrl-C. */
final class LogsVerb {
    private static final int USUAL_LINES = 15;

    private LogsVerb() {}

    static int run(Session session) throws Failure, IOException {
        List<String> targets = session.line.targets();
        if (!session.isRunning()) {
            throw Failure.of("no daemon runs in " + session.home.folder() + ", so there are no logs. Try: millrace start");
        }
        return show(session, targets, lines(session.line), !session.line.has(Option.NOSTREAM));
    }

    private static int lines(Command line) throws Failure {
        String wish = line.value(Option.LINES);
        if (wish == null) {
            return USUAL_LINES;
        }
        if (!wish.matches("\\d{1,7}")) {
            throw Failure.of("--lines takes a number, not " + wish);
        }
        return Integer.parseInt(wish);
    }

    private static int show(Session session, List<String> targets, int lines, boolean follow) throws IOException {
        List<Listed> meant = targets.isEmpty() ? session.list() : session.list(targets);
        LogText text = new LogText(
                session.line, session.console.colours(), session.console.isTerminal(), widest(meant));
        if (lines > 0) {
            tail(session, meant, lines, text, follow);
        }
        if (follow) {
            follow(session, targets, text);
        }
        return 0;
    }

    private static int widest(List<Listed> processes) {
        int widest = 0;
        for (Listed process : processes) {
            widest = Math.max(widest, Columns.of(process.id() + "|" + process.name()));
        }
        return widest;
    }

    private static void tail(Session session, List<Listed> meant, int lines, LogText text, boolean follow)
            throws IOException {
        boolean bare = follow && (session.line.has(Option.JSON) || session.line.has(Option.FORMAT));
        if (meant.isEmpty() || bare) {
            return;
        }
        Console console = session.console;
        String of = session.line.targets().isEmpty() ? "all" : String.join(" ", session.line.targets());
        console.print(console.colours().faint("[TAILING] Tailing last " + lines + " lines for [" + of
                + "] processes (change the value with --lines option)") + "\n");
        List<String> ids = meant.stream().map(process -> Integer.toString(process.id())).toList();
        List<Listed> described = Listed.all(session.call("describe", Map.of("targets", ids)));
        Set<String> shown = new LinkedHashSet<>();
        for (boolean error : new boolean[] {true, false}) {
            if (session.line.has(error ? Option.OUT : Option.ERR)) {
                continue;
            }
            for (Listed process : described) {
                String file = process.text(error ? "error_log" : "out_log", "");
                if (!file.isEmpty() && Files.isRegularFile(Path.of(file)) && shown.add(file)) {
                    tail(console, process, error, file, lines, text);
                }
            }
        }
    }

    private static void tail(Console console, Listed process, boolean error, String file, int lines, LogText text)
            throws IOException {
        StringBuilder all = new StringBuilder(console.colours().faint(file + " last " + lines + " lines:")).append('\n');
        try {
            for (String line : LogTail.last(Path.of(file), lines)) {
                all.append(text.of(process.id(), process.name(), error, 0, line));
            }
        } catch (FileSystemException e) {
            // The others can be read nevertheless.
            console.complain("cannot read " + file + ": " + HomeFolder.reason(e));
        }
        console.print(all.append('\n').toString());
    }

    private static void follow(Session session, List<String> targets, LogText text) throws IOException {
        follow(session, targets, text, () -> {});
    }

    /** @param begun called when no line that is written from now on is missed */
    private static void follow(Session session, List<String> targets, LogText text, Runnable begun)
            throws IOException {
        Map<String, Object> fields = new LinkedHashMap<>();
        if (!targets.isEmpty()) {
            fields.put("targets", targets);
        }
        fields.put("logs", true);
        fields.put("processes", false);
        boolean out = !session.line.has(Option.ERR);
        boolean err = !session.line.has(Option.OUT);
        boolean raw = session.line.has(Option.RAW);
        WholeLines pieces = new WholeLines();
        session.daemon().subscribe(fields, begun, event -> {
            int id = (int) Amount.of(event.get("pm_id"));
            boolean error = !"out".equals(event.get("stream"));
            if ("warning".equals(event.get("what"))) {
                session.console.complain("[WARN]", String.valueOf(event.get("detail")));
            } else if ("log".equals(event.get("event")) && (error ? err : out)) {
                String piece = String.valueOf(event.get("line"));
                String line = pieces.add(id, error, piece, Boolean.TRUE.equals(event.get("goes_on")));
                if (line != null) {
                    String name = String.valueOf(event.get("name"));
                    session.console.print(raw && error, text.of(id, name, error, (long) Amount.of(event.get("at")), line));
                }
            }
        });
    }

    /** After another command: {@code --attach} and {@code --no-daemon}. */
    static int attached(Session session) throws IOException {
        List<String> targets = new ArrayList<>();
        for (String target : session.line.targets()) {
            if (!session.list(List.of(target)).isEmpty()) {
                targets.add(target);
            }
        }
        return show(session, targets, 0, true);
    }

    /** {@code attach}: lines that are typed go to the app, and what it writes comes back. */
    static int attach(Session session) throws Failure, IOException {
        String id = session.line.target(0, "");
        if (session.list(List.of(id)).isEmpty()) {
            throw ActVerbs.unknown(id, session.list());
        }
        Thread typing = new Thread(() -> pass(session, id), "typing");
        typing.setDaemon(true);
        LogText text = new LogText(session.line, session.console.colours(), session.console.isTerminal(), 0);
        follow(session, List.of(id), text, typing::start);
        return 0;
    }

    /** The end of what is typed is the end of the command, as with PM2. */
    private static void pass(Session session, String id) {
        try (DaemonClient daemon = DaemonClient.connect(session.home)) {
            Reader input = new InputStreamReader(System.in, StandardCharsets.UTF_8);
            char[] typed = new char[8192];
            for (int count = input.read(typed); count > 0; count = input.read(typed)) {
                String text = new String(typed, 0, count);
                daemon.call("send", Map.of("targets", List.of(id), "text", text, "raw", true));
            }
            session.close();
        } catch (DaemonException e) {
            session.console.complain(e.getMessage());
        } catch (IOException e) {
            session.console.complain("cannot read what is typed: " + e.getMessage());
        }
    }
}
