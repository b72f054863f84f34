package millrace.cli.manage;

import java.io.IOException;
import java.util.List;
import millrace.cli.Failure;
import millrace.cli.monit.Monit;
import millrace.manager.Home;
import millrace.manager.client.DaemonException;

/**
 * The manager's command line. Its own main class, since the launcher starts it in a JVM with little in it: {@code list}
 * is over in less time than a larger one takes to start. Exit codes: 0 done, 1 not done, for whatever reason.
 */
public final class Manage {
    private static final int FAILED = 1;
    /** Needs the modules, which this main class is started without. */
    private static final List<String> VERSION = List.of("--version", "-V", "-v");

    private Manage() {}

    public static void main(String[] words) {
        // Without hooks or waiting for threads: everything has been written by now.
        Runtime.getRuntime().halt(run(List.of(words)));
    }

    /** Whether the manager answers this command line, and nobody else. */
    public static boolean knows(List<String> words) {
        String verb = CommandLine.verbOf(words);
        if ("help".equals(verb)) {
            return words.size() < 2 || !Words.OTHERS.contains(words.get(1));
        }
        return verb == null ? !VERSION.contains(String.join(" ", words)) : !Words.OTHERS.contains(verb);
    }

    /** @return the exit code */
    public static int run(List<String> words) {
        Console console = Console.of(false, words.contains(Option.NO_COLOR.word()));
        try {
            return execute(words, console);
        } catch (Failure e) {
            console.complain(e.getMessage());
            return FAILED;
        } catch (DaemonException e) {
            console.complain(e.getMessage());
            return e.exitCode();
        } catch (ReaderGoneException e) {
            return FAILED;
        } catch (IOException e) {
            console.complain(e.getMessage() == null ? e.toString() : e.getMessage());
            return FAILED;
        }
    }

    private static int execute(List<String> words, Console console) throws Failure, IOException {
        String verb = CommandLine.verbOf(words);
        if (verb == null && (words.isEmpty() || words.contains("--help") || words.contains("-h"))) {
            console.print(HelpText.all());
            return words.isEmpty() ? FAILED : 0;
        }
        if ("help".equals(verb)) {
            Verb about = words.size() < 2 ? null : Verb.of(words.get(1));
            console.print(about == null ? HelpText.all() : HelpText.of(about));
            return 0;
        }
        Command line = CommandLine.read(words);
        if (line.has(Option.HELP)) {
            console.print(HelpText.of(line.verb()));
            return 0;
        }
        if (line.verb() == Verb.RUNTIME) {
            return RuntimeVerb.run(line, console.colours());
        }
        Console speaking = line.has(Option.SILENT) ? Console.of(true, line.has(Option.NO_COLOR)) : console;
        try (Session session = new Session(line, speaking, Home.ofEnvironment())) {
            int code = line.has(Option.NO_DAEMON) ? NoDaemon.start(session, () -> run(session)) : run(session);
            if (line.has(Option.ATTACH) || line.has(Option.NO_DAEMON)) {
                return LogsVerb.attached(session);
            }
            return code;
        }
    }

    private static int run(Session session) throws Failure, IOException {
        return switch (session.line.verb()) {
            case START -> StartVerb.run(session);
            case STOP, RESTART, RELOAD, DELETE -> ActVerbs.run(session, session.line.verb().word());
            case SCALE -> ActVerbs.scale(session);
            case LIST -> ListVerbs.list(session);
            case JLIST -> ListVerbs.jlist(session);
            case PRETTYLIST -> ListVerbs.prettylist(session);
            case PID -> ListVerbs.pid(session);
            case ID -> ListVerbs.id(session);
            case DESCRIBE -> DescribeVerbs.describe(session);
            case ENV -> DescribeVerbs.env(session);
            case LOGS -> LogsVerb.run(session);
            case FLUSH -> ActVerbs.flush(session);
            case RELOAD_LOGS -> ActVerbs.reloadLogs(session);
            case RESET -> ActVerbs.reset(session);
            case SAVE -> DaemonVerbs.save(session);
            case RESURRECT -> DaemonVerbs.resurrect(session);
            case CLEARDUMP -> DaemonVerbs.cleardump(session);
            case STARTUP, UNSTARTUP -> StartupVerb.run(session);
            case SEND -> ActVerbs.send(session);
            case ATTACH -> LogsVerb.attach(session);
            case SEND_SIGNAL -> ActVerbs.signal(session);
            case TRIGGER -> ActVerbs.trigger(session);
            case SERVE -> ServeVerb.run(session);
            case INIT -> InitVerb.run(session.line, session.console);
            case START_OR_RESTART -> StartVerb.file(session, "restart");
            case START_OR_RELOAD -> StartVerb.file(session, "reload");
            case MONIT -> Monit.run(session.home);
            case RUNTIME -> throw new IllegalStateException("it needs no session");
            case PING -> DaemonVerbs.ping(session);
            case UPDATE -> DaemonVerbs.update(session);
            case KILL -> DaemonVerbs.kill(session);
            case REPORT -> DaemonVerbs.report(session);
            case COMPLETION -> completion(session);
        };
    }

    private static int completion(Session session) throws Failure {
        String shell = System.getenv().getOrDefault("SHELL", "").endsWith("zsh") ? "zsh" : "bash";
        session.console.print(Completion.script(session.line.target(0, shell), "millrace"));
        return 0;
    }
}
