package millrace.http;

import java.lang.System.Logger.Level;
import java.util.concurrent.atomic.AtomicLong;

/** An error that the client hears of by an id only: the log has the same id, and the rest. Any thread. */
final class Incident {
    private static final AtomicLong NEXT = new AtomicLong(System.nanoTime() ^ ProcessHandle.current().pid() << 40);

    private Incident() {}

    /** Logs an error and answers its id. */
    static String log(String what, Throwable error) {
        // An odd multiplier spreads neighbours over all digits, and gives no id twice.
        String id = "%016x".formatted(NEXT.incrementAndGet() * 0x9e3779b97f4a7c15L);
        System.getLogger("millrace.http").log(Level.ERROR, "incident " + id + ": " + what, error);
        return id;
    }
}
