package millrace.http;

import java.util.function.Consumer;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** Listens to what is logged under a name, and keeps it off the console. */
public final class Logged extends Handler implements AutoCloseable {
    private final Logger logger;
    private final Consumer<LogRecord> listener;

    private Logged(Logger logger, Consumer<LogRecord> listener) {
        this.logger = logger;
        this.listener = listener;
    }

    public static Logged by(String name, Consumer<LogRecord> listener) {
        Logged logged = new Logged(Logger.getLogger(name), listener);
        logged.logger.addHandler(logged);
        logged.logger.setUseParentHandlers(false);
        return logged;
    }

    @Override
    public void publish(LogRecord record) {
        listener.accept(record);
    }

    @Override
    public void flush() { /* nothing is held back */ }

    @Override
    public void close() {
        logger.removeHandler(this);
        logger.setUseParentHandlers(true);
    }
}
