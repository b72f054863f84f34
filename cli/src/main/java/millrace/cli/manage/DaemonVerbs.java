package millrace.cli.manage;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import millrace.cli.Failure;
import millrace.manager.client.DaemonClient;
import millrace.manager.survive.Dump;
import millrace.os.OsException;
import millrace.os.PidFd;
import millrace.os.Poll;

/** Verbs about the daemon itself, and about what it writes down. */
final class DaemonVerbs {
    private static final int LOG_LINES = 20;
    /** After its answer it has nothing left to do. */
    private static final int END_MILLIS = 30_000;

    private DaemonVerbs() {}

    static int ping(Session session) throws IOException {
        session.call("ping", Map.of());
        session.console.print("{ msg: 'pong' }\n");
        return 0;
    }

    static int kill(Session session) throws Failure, IOException {
        if (!session.isRunning()) {
            session.console.warn("No daemon runs in " + session.home.folder());
            return 0;
        }
        end(session, "kill");
        session.console.say("[v] All Applications Stopped");
        session.console.say("[v] Daemon Stopped");
        return 0;
    }

    /** Returns when its process is gone: the next command shall not meet it at its end. */
    private static void end(Session session, String verb) throws Failure, IOException {
        Map<?, ?> version = (Map<?, ?>) session.call("version", Map.of());
        int pid = (int) Amount.of(version.get("pid"));
        // Tells of its end even where the first process of a container reaps nobody, so that its number stays.
        try (PidFd process = PidFd.open(pid)) {
            session.call(verb, Map.of());
            Poll end = new Poll(1);
            end.add(process.fd(), Poll.IN);
            if (OsException.check(end.await(END_MILLIS), "wait for the daemon's end") == 0) {
                throw Failure.of("the daemon has done all that is to be done, but its process, " + pid + ", does not end");
            }
        }
    }

    static int save(Session session) throws IOException {
        session.console.say("Saving current process list...");
        if (session.list().isEmpty() && !session.line.has(Option.FORCE)) {
            session.console.warn("There is no process in the list, skipping save...");
            session.console.warn("To force saving use: millrace save --force");
            return 0;
        }
        session.call("save", session.fields(List.of()));
        session.console.say("Successfully saved in " + session.home.dump());
        return 0;
    }

    static int resurrect(Session session) throws Failure, IOException {
        session.console.say("Resurrecting");
        session.console.say("Restoring processes located in " + session.home.dump());
        if (session.act("resurrect", Map.of()) instanceof Map<?, ?> result
                && result.get("warnings") instanceof List<?> warnings) {
            warnings.forEach(warning -> session.console.warn(String.valueOf(warning)));
        }
        ListVerbs.show(session);
        return 0;
    }

    static int cleardump(Session session) throws IOException {
        new Dump(session.home).clear();
        session.console.say("Forgot " + session.home.dump());
        return 0;
    }

    /**
     * A daemon of this version in place of the one that runs, with the same apps: those that can go on without it do, and
     * the others are started again. What has been saved stays as it is.
     */
    static int update(Session session) throws Failure, IOException {
        if (!session.isRunning()) {
            throw Failure.of("No daemon runs in " + session.home.folder() + ": there is nothing to update");
        }
        session.console.say("Starting the daemon anew; apps that need no daemon go on meanwhile");
        end(session, "leave");
        session.close();
        DaemonClient.connectOrStart(session.home).close();
        try (Session again = new Session(session.line, session.console, session.home)) {
            session.console.say("Daemon updated");
            ListVerbs.show(again);
        }
        return 0;
    }

    /** What somebody needs to know who shall help: no environment in it. */
    static int report(Session session) throws Failure, IOException {
        StringBuilder text = new StringBuilder("--- Millrace report\n");
        text.append("Java         ").append(Runtime.version()).append(" at ").append(System.getProperty("java.home"));
        text.append("\nSystem       ").append(System.getProperty("os.name")).append(' ');
        text.append(System.getProperty("os.version")).append(' ').append(System.getProperty("os.arch"));
        text.append(", ").append(Runtime.getRuntime().availableProcessors()).append(" cores\n");
        text.append("User         ").append(System.getProperty("user.name"));
        text.append("\nHome         ").append(session.home.folder()).append('\n');
        if (session.isRunning() && session.call("version", Map.of()) instanceof Map<?, ?> version) {
            text.append("\n--- Daemon\n");
            version.forEach((name, value) -> text.append(name).append(": ").append(value).append('\n'));
            text.append("\n--- List\n").append(ProcessList.mini(session.list()));
        } else {
            text.append("Daemon       does not run\n");
        }
        if (Files.exists(session.home.daemonLog())) {
            List<String> lines = Files.readAllLines(session.home.daemonLog());
            text.append("\n--- Last lines of ").append(session.home.daemonLog()).append('\n');
            lines.subList(Math.max(0, lines.size() - LOG_LINES), lines.size())
                    .forEach(line -> text.append(line).append('\n'));
        }
        session.console.print(text.toString());
        return 0;
    }
}
