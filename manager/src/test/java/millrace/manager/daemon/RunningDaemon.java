package millrace.manager.daemon;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
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
