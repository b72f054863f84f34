package millrace.manager;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * Where the daemon of a user keeps everything: {@code MILLRACE_HOME}, else {@code ~/.millrace}.
 *
 * @param folder absolute
 */
public record Home(Path folder) {
    /** What the kernel takes as a socket's path: {@code unix(7)}, without the closing 0. */
    private static final int LONGEST_SOCKET = 107;

    public Home {
        folder = folder.toAbsolutePath().normalize();
    }

    /** The home of whoever runs this process. */
    public static Home ofEnvironment() {
        String wish = System.getenv("MILLRACE_HOME");
        if (wish != null && !wish.isEmpty()) {
            return new Home(Path.of(wish));
        }
        // The JVM asks the list of users instead, as if sudo, containers and tests did not set it.
        String home = System.getenv("HOME");
        return new Home(Path.of(home == null || home.isEmpty() ? System.getProperty("user.home") : home, ".millrace"));
    }

    /** The daemon's door: a Unix socket, for its owner only. */
    public Path socket() {
        return folder.resolve("daemon.sock");
    }

    /** Why the socket cannot be, or {@code null} when it can: half a sentence for people. */
    public String unusable() {
        int length = socket().toString().getBytes(StandardCharsets.UTF_8).length;
        return length <= LONGEST_SOCKET
                ? null
                : "the path " + socket() + " is too long for a socket (" + length + " bytes, " + LONGEST_SOCKET
                        + " at most): set MILLRACE_HOME to a shorter one";
    }

    /** Held locked for as long as a daemon runs: two never share a home. */
    public Path lock() {
        return folder.resolve("daemon.lock");
    }

    /** Held locked by whoever starts the daemon: of several who need it at once, one starts it and the others wait. */
    public Path startLock() {
        return folder.resolve("start.lock");
    }

    /** What the daemon has to say about itself. */
    public Path daemonLog() {
        return folder.resolve("daemon.log");
    }

    /** The list that {@code save} writes and {@code resurrect} reads. */
    public Path dump() {
        return folder.resolve("dump.json");
    }

    /** What a daemon notes of its processes for the next one, should it be killed. */
    public Path running() {
        return folder.resolve("running.json");
    }

    /** Where apps' output goes unless they say otherwise. */
    public Path logs() {
        return folder.resolve("logs");
    }

    public Path pids() {
        return folder.resolve("pids");
    }
}
