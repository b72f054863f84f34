package millrace.gateway.process;

import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import millrace.gateway.log.ErrorLog;
import millrace.gateway.log.Level;
import millrace.gateway.log.LogFile;

/**
 * What the process says of itself: into the error log, and for as long as somebody waits for it to start, in shorter form
 * and only if it matters, to him as well. Any thread may log.
 */
final class Messages {
    private static final String NAME = "nginx: ";

    private final PrintStream terminal;
    private final boolean logs;
    private volatile ErrorLog log;
    private LogFile first;
    private volatile boolean starting = true;

    /** @param logs whether there is an error log to write to at all: a test of the configuration leaves none behind */
    Messages(PrintStream terminal, boolean logs) {
        this.terminal = terminal;
        this.logs = logs;
    }

    /** What comes before a configuration is read goes to the log of the command line, if it can be opened. */
    void logTo(Places places) {
        try {
            first = places.openErrorLog();
            log = new ErrorLog(List.of(new ErrorLog.Entry(first, Level.NOTICE)));
        } catch (IOException e) {
            terminal.println(NAME + "[alert] could not open error log file: " + e.getMessage());
        }
    }

    /** A configuration's log; that of the command line is closed. */
    void logTo(ErrorLog next) {
        log = next;
        if (first != null) {
            first.close();
            first = null;
        }
    }

    /** From now on nobody waits. */
    void started() {
        starting = false;
    }

    void log(Level level, String text) {
        if (log != null && logs) {
            log.log(level, text);
        }
        if (starting && level.compareTo(Level.WARN) <= 0) {
            terminal.println(NAME + "[" + level.word() + "] " + text);
        }
    }

    /** For people, and not for the log. */
    void say(String text) {
        terminal.println(NAME + text);
    }
}
