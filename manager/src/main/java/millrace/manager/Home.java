package millrace.manager;

import java.nio.file.Path;

/**
 * Where the daemon of a user keeps everything: {@code MILLRACE_HOME}, else {@code ~/.millrace}.
 *
 * @param folder absolute
 */
public record Home(Path folder) {
    public Home {
        folder = folder.toAbsolutePath().normalize();
    }

    /** The home of whoever runs this process. */
    public static Home ofEnvironment() {
        String wish = System.getenv("MILLRACE_HOME");
        return new Home(
                wish == null || wish.isEmpty() ? Path.of(System.getProperty("user.home"), ".millrace") : Path.of(wish));
    }

    /** The daemon's door: a Unix socket, for its owner only. */
    public Path socket() {
        return folder.resolve("daemon.sock");
    }

    /** Held locked for as long as a daemon runs: two never share a home. */
    public Path lock() {
        return folder.resolve("daemon.lock");
    }

    /** What the daemon has to say about itself. */
    public Path daemonLog() {
        return folder.resolve("daemon.log");
    }

    /** The list that {@code save} writes and {@code resurrect} reads. */
    public Path dump() {
        return folder.resolve("dump.json");
    }

    /** Where apps' output goes unless they say otherwise. */
    public Path logs() {
        return folder.resolve("logs");
    }

    public Path pids() {
        return folder.resolve("pids");
    }
}
