package millrace.cli.manage;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import millrace.manager.Home;
import millrace.manager.client.DaemonClient;
import millrace.manager.client.DaemonException;

/** One command at its work: what was asked, where it speaks, and the daemon, once that is needed. For one thread. */
final class Session implements AutoCloseable {
    final Command line;
    final Console console;
    final Home home;
    private DaemonClient daemon;

    Session(Command line, Console console, Home home) {
        this.line = line;
        this.console = console;
        this.home = home;
    }

    /** The daemon, which is started if none runs. */
    DaemonClient daemon() throws IOException {
        if (!isRunning()) {
            console.say("Starting the daemon, with home " + home.folder());
            daemon = DaemonClient.connectOrStart(home);
        }
        return daemon;
    }

    /**
     * Whether a daemon runs: there is nothing to look at, stop or save without one. One that was killed has left its list,
     * and maybe processes that go on: then the next one is started, which takes them over.
     */
    boolean isRunning() throws IOException {
        if (daemon == null) {
            try {
                daemon = DaemonClient.connect(home);
            } catch (DaemonException e) {
                if (Files.exists(home.socket()) && e.getMessage().contains("another user")) {
                    throw e;
                }
                if (Files.exists(home.running())) {
                    console.say("The daemon has been killed: starting the next one, with home " + home.folder());
                    daemon = DaemonClient.connectOrStart(home);
                    return true;
                }
                return false;
            }
        }
        return true;
    }

    Object call(String verb, Map<String, ?> fields) throws IOException {
        return daemon().call(verb, fields);
    }

    /** Tells of every step as it is done: {@code [api](0) ✓} */
    Object act(String verb, Map<String, ?> fields) throws IOException {
        return daemon().call(verb, fields, step());
    }

    private Consumer<Map<String, Object>> step() {
        return step -> console.say(step.containsKey("detail") ? String.valueOf(step.get("detail")) : "[" + step.get("name") + "](" + step.get("pm_id") + ") "
                + console.colours().good("✓"));
    }

    /** The list; without a daemon an empty one. */
    List<Listed> list() throws IOException {
        return isRunning() ? Listed.all(daemon.call("list", Map.of())) : List.of();
    }

    /** What targets mean, in the order of the list. */
    List<Listed> list(List<String> targets) throws IOException {
        List<Listed> meant = new ArrayList<>();
        for (Listed process : list()) {
            for (String target : targets) {
                if (process.is(target)) {
                    meant.add(process);
                    break;
                }
            }
        }
        return meant;
    }

    /** A request's fields: what it is about, and how many at a time. */
    Map<String, Object> fields(List<String> targets) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("targets", targets);
        String parallel = line.value(Option.PARALLEL);
        if (parallel != null && parallel.matches("\\d{1,6}")) {
            fields.put("parallel", Integer.parseInt(parallel));
        }
        if (line.has(Option.FORCE)) {
            fields.put("force", true);
        }
        if (line.has(Option.UPDATE_ENV)) {
            fields.put("env", System.getenv());
        }
        return fields;
    }

    @Override
    public void close() throws IOException {
        if (daemon != null) {
            daemon.close();
        }
    }
}
