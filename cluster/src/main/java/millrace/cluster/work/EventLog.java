package millrace.cluster.work;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import millrace.cluster.PrimaryEvents;
import millrace.cluster.Worker;

/** Writes to the log what worker processes write, and what is not as it should be with them. */
final class EventLog implements PrimaryEvents {

    private static void log(Level level, String text) {
        Logger logger = System.getLogger("millrace.cluster.work");
        if (logger.isLoggable(level)) {
            logger.log(level, text);
        }
    }

    @Override
    public void output(Worker worker, Stream stream, byte[] buffer, int offset, int length, boolean endsLine) {
        String text = new String(buffer, offset, length, StandardCharsets.UTF_8);
        log(stream == Stream.STDOUT ? Level.INFO : Level.WARNING, "worker process " + worker.pid() + ": " + text);
    }

    @Override
    public void errored(int instance, String reason) {
        log(Level.ERROR, "no worker process: " + reason);
    }

    @Override
    public void message(Worker worker, String json) {
        log(Level.DEBUG, "worker process " + worker.pid() + " has sent a message that is no answer to a task");
    }

    @Override
    public void warning(String sentence) {
        log(Level.WARNING, sentence);
    }
}
