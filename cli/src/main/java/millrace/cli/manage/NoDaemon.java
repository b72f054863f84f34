package millrace.cli.manage;

import java.io.IOException;
import java.util.Map;
import millrace.cli.Failure;
import millrace.manager.Home;
import millrace.manager.client.DaemonClient;

/** {@code --no-daemon}: the daemon that a command has started goes with it; one that ran before stays. */
final class NoDaemon {
    /** What the command does before it follows the logs. */
    interface Start {
        int run() throws Failure, IOException;
    }

    private NoDaemon() {}

    /** Also when the command is ended while it is starting the daemon, and when it fails. */
    static int start(Session session, Start start) throws Failure, IOException {
        if (session.isRunning()) {
            session.console.warn("a daemon runs already in " + session.home.folder() + ": it stays when this ends");
            return start.run();
        }
        Runtime.getRuntime().addShutdownHook(new Thread(() -> kill(session), "end of the daemon"));
        boolean started = false;
        try {
            int code = start.run();
            started = true;
            return code;
        } finally {
            if (!started) {
                // The end after a failure is one without hooks.
                kill(session);
            }
        }
    }

    /** It may be just starting: then this waits for it, since whoever starts it holds the lock that this asks for. */
    private static void kill(Session session) {
        Home home = session.home;
        try (DaemonClient daemon = DaemonClient.connectOrStart(home)) {
            daemon.call("kill", Map.of());
        } catch (IOException e) {
            session.console.complain(e.getMessage());
        }
    }
}
