package millrace.gateway.process;

import java.util.logging.Handler;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import millrace.gateway.log.Level;

/** Takes what the layers below say to Java's own log into the error log: nobody reads a server's standard error. */
final class JavaLog extends Handler {
    private static final int FRAMES = 8;

    private final Messages messages;

    private JavaLog(Messages messages) {
        this.messages = messages;
    }

    static void into(Messages messages) {
        LogManager.getLogManager().reset();
        Logger.getLogger("").addHandler(new JavaLog(messages));
    }

    @Override
    public void publish(LogRecord entry) {
        messages.log(level(entry.getLevel().intValue()), text(entry));
    }

    /** None is an alert: those are about what an administrator has to do at once. */
    private static Level level(int value) {
        if (value >= java.util.logging.Level.SEVERE.intValue()) {
            return Level.CRIT;
        }
        if (value >= java.util.logging.Level.WARNING.intValue()) {
            return Level.WARN;
        }
        return value >= java.util.logging.Level.INFO.intValue() ? Level.INFO : Level.DEBUG;
    }

    private static String text(LogRecord entry) {
        StringBuilder text = new StringBuilder(entry.getMessage());
        for (Throwable cause = entry.getThrown(); cause != null; cause = cause.getCause()) {
            text.append(": ").append(cause);
            StackTraceElement[] trace = cause.getStackTrace();
            for (int i = 0; i < Math.min(FRAMES, trace.length); i++) {
                text.append(i == 0 ? " at " : ", ").append(trace[i]);
            }
        }
        return text.toString();
    }

    @Override
    public void flush() {
        // Each entry is written at once.
    }

    @Override
    public void close() {
        // The error log is closed by who has opened it.
    }
}
