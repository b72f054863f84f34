package millrace.cli.manage;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import millrace.cli.Colours;
import millrace.cli.Failure;
import millrace.cli.Terminal;
import millrace.cli.runtime.Foreground;
import millrace.cli.runtime.Telling;
import millrace.cluster.PrimaryEvents.Stream;
import millrace.loop.PollerKind;
import millrace.manager.app.ProcessEvent;
import millrace.manager.config.ConfigException;
import millrace.manager.config.Declared;
import millrace.manager.config.Invocation;
import millrace.manager.log.LogLine;

/**
 * {@code runtime}: apps in the foreground, as a container wants them; PM2's {@code pm2-runtime}. What apps write goes to
 * standard output, and to files only where the command line names some.
 */
final class RuntimeVerb {
    private static final List<Option> FILES = List.of(Option.OUTPUT, Option.ERROR, Option.LOG);

    /** The launcher's word to this JVM, which is nobody else's business. */
    private static final String OURS = "_JAVA_SR_SIGNUM";

    private RuntimeVerb() {}

    static int run(Command line, Colours colours) throws Failure, IOException {
        Foreground.Options options = new Foreground.Options(poller(line), line.has(Option.NO_AUTO_EXIT), delay(line));
        List<Map<String, Object>> apps = new ArrayList<>();
        for (String target : line.targets()) {
            declared(line, target).apps().forEach(app -> apps.add(quiet(line, app)));
        }
        return Foreground.run(apps, options, new Words(line, colours));
    }

    private static Declared declared(Command line, String target) throws Failure, IOException {
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.remove(OURS);
        Invocation invocation = StartVerb.invocation(line).withEnvironment(environment);
        try {
            return StartVerb.isFile(target)
                    ? StartVerb.declared(target, invocation)
                    : Declared.ofScript(target, line.rest(), invocation);
        } catch (ConfigException e) {
            throw Failure.of(e.getMessage());
        }
    }

    private static Map<String, Object> quiet(Command line, Map<String, Object> app) {
        Map<String, Object> quiet = new LinkedHashMap<>(app);
        if (FILES.stream().noneMatch(line::has)) {
            quiet.put("disable_logs", true);
        }
        if (!line.has(Option.PID)) {
            quiet.put("pid_file", "/dev/null");
        }
        return quiet;
    }

    private static PollerKind poller(Command line) throws Failure {
        String wish = line.value(Option.POLLER);
        try {
            return wish == null ? PollerKind.EPOLL : PollerKind.of(wish);
        } catch (IllegalArgumentException e) {
            throw Failure.of("--poller: " + e.getMessage());
        }
    }

    private static long delay(Command line) throws Failure {
        String wish = line.value(Option.DELAY);
        if (wish == null) {
            return 0;
        }
        if (!wish.matches("[0-9]{1,6}")) {
            throw Failure.of("--delay takes seconds, not \"" + wish + "\"");
        }
        return 1000L * Integer.parseInt(wish);
    }

    /** Apps' lines as {@code logs} shows them; our own between them, where there is a form that tells them apart. */
    private record Words(Command line, Colours colours, LogText text) implements Telling {
        Words(Command line, Colours colours) {
            this(line, colours, new LogText(line, colours, Terminal.isAt(1), 0));
        }

        @Override
        public String line(LogLine written, String whole) {
            boolean error = written.stream() == Stream.STDERR;
            return text.of(written.pmId(), written.app(), error, written.atMillis(), whole);
        }

        @Override
        public String event(ProcessEvent event) {
            String sentence = switch (event.what()) {
                case "start" -> "started, " + event.detail();
                case "listening", "cannot listen" -> event.what() + " on " + event.detail();
                case "exit" -> "ended, " + event.detail();
                case "restart" -> "starting another" + (event.detail() == null ? "" : " " + event.detail());
                case "errored" -> "given up: " + event.detail();
                case "online", "stop", "delete" -> "";
                default -> event.what() + (event.detail() == null ? "" : ": " + event.detail());
            };
            String shown = switch (event.what()) {
                case "listening" -> colours.good(sentence);
                case "errored", "cannot listen", "warning" -> colours.bad(sentence);
                default -> sentence;
            };
            String tagged = event.pmId() + "|" + event.name() + " " + shown;
            return sentence.isEmpty() ? "" : own(tagged, event.pmId(), event.name(), sentence);
        }

        @Override
        public String note(String sentence) {
            return own(sentence, -1, "millrace", sentence);
        }

        private String own(String shown, int id, String name, String sentence) {
            if (line.has(Option.RAW) || line.has(Option.FORMAT)) {
                return "";
            }
            if (!line.has(Option.JSON)) {
                return colours.strong("millrace") + " | " + shown + "\n";
            }
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("message", sentence);
            fields.put("timestamp", Instant.now().toString());
            fields.put("type", "process_event");
            fields.put("process_id", id < 0 ? null : id);
            fields.put("app_name", name);
            return ListVerbs.json(fields);
        }
    }
}
