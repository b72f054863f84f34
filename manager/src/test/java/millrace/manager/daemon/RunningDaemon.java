package millrace.manager.daemon;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import millrace.manager.Home;
import millrace.manager.client.DaemonClient;
import millrace.os.PidFd;
import millrace.os.Poll;

/** A real daemon in a home of its own, which ends with the test. */
public final class RunningDaemon implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 60_000;

    private final Home home;
    private final DaemonClient client;

    private RunningDaemon(Home home, DaemonClient client) {
        this.home = home;
        this.client = client;
    }

    public static RunningDaemon start() throws IOException {
        Home home = freshHome();
        return new RunningDaemon(home, DaemonClient.connectOrStart(home));
    }

    /** The next daemon of the same home, when this one has died. */
    public RunningDaemon again() throws IOException {
        client.close();
        return new RunningDaemon(home, DaemonClient.connectOrStart(home));
    }

    /** A folder whose name is short enough for a socket, wherever the build keeps its files. */
    static Home freshHome() throws IOException {
        return new Home(Files.createTempDirectory("millrace-test"));
    }

    public Home home() {
        return home;
    }

    public DaemonClient client() {
        return client;
    }

    public Object call(String verb, Map<String, ?> fields) throws IOException {
        return client.call(verb, fields);
    }

    /** Starts an app, and waits until the daemon says that it runs. */
    @SafeVarargs
    public final void start(Map<String, ?>... apps) throws IOException {
        client.call("start", Map.of("apps", List.of(apps)));
    }

    /** An app with an environment that finds programs, in the home's folder. */
    public Map<String, Object> app(String name, Path script) {
        Map<String, Object> app = new LinkedHashMap<>();
        app.put("name", name);
        app.put("script", script.toString());
        app.put("cwd", home.folder().toString());
        app.put("env", new LinkedHashMap<>(Map.of("PATH", System.getenv("PATH"))));
        return app;
    }

    /** A shell script in the home's folder. */
    public Path script(String name, String... lines) throws IOException {
        return Files.writeString(home.folder().resolve(name), String.join("\n", lines) + "\n");
    }

    /** The rows of the list, of some targets or all. */
    public List<Map<String, Object>> list(String... targets) throws IOException {
        return rows("list", targets);
    }

    public List<Map<String, Object>> rows(String verb, String... targets) throws IOException {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (Object row : (List<?>) call(verb, targets)) {
            Map<String, Object> fields = new LinkedHashMap<>();
            ((Map<?, ?>) row).forEach((field, value) -> fields.put((String) field, value));
            rows.add(fields);
        }
        return rows;
    }

    /** Waits for a process event, by following from a client of its own what happens from now on. */
    public Follower follow(String... targets) throws IOException {
        return new Follower(DaemonClient.connect(home), targets);
    }

    public Object call(String verb, String... targets) throws IOException {
        return client.call(verb, Map.of("targets", List.of(targets)));
    }

    public int pid() throws IOException {
        return pid(client);
    }

    static int pid(DaemonClient client) throws IOException {
        return ((Number) ((Map<?, ?>) client.call("version", Map.of())).get("pid")).intValue();
    }

    /** Ends a daemon and waits until its process is gone. */
    static void kill(DaemonClient client) throws IOException {
        try (PidFd process = PidFd.open(pid(client))) {
            client.call("kill", Map.of());
            awaitEnd(process);
        }
    }

    static void awaitEnd(PidFd process) {
        Poll poll = new Poll(1);
        poll.add(process.fd(), Poll.IN);
        if (poll.await(PATIENCE_MILLIS) != 1) {
            throw new AssertionError("process " + process.pid() + " has not ended");
        }
    }

    static void delete(Home home) throws IOException {
        try (Stream<Path> files = Files.walk(home.folder())) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    @Override
    public void close() throws IOException {
        try (client) {
            kill(client);
        }
        delete(home);
    }
}
