package millrace.gateway.process;

import millrace.gateway.log.Level;
import millrace.os.OsException;
import millrace.os.Priority;
import millrace.os.Rlimit;

/**
 * What the process may have of the machine; threads that are started later have the same. A system that grants less, as
 * containers do, is no reason not to serve.
 */
final class Limits {
    private final Messages messages;

    Limits(Messages messages) {
        this.messages = messages;
    }

    void set(ProcessSettings settings) {
        if (settings.mostDescriptors != null) {
            attempt(() -> raise(Rlimit.NOFILE, settings.mostDescriptors));
        }
        if (settings.coreBytes != null) {
            attempt(() -> raise(Rlimit.CORE, settings.coreBytes));
        }
        if (settings.priority != null) {
            attempt(() -> OsException.check(Priority.nice(settings.priority), "setpriority(" + settings.priority + ")"));
        }
    }

    private void attempt(Step step) {
        try {
            step.run();
        } catch (OsException e) {
            messages.log(Level.ALERT, Words.of(e));
        }
    }

    /** The hard limit is raised if need be, which takes root, and never lowered. */
    private static void raise(Rlimit limit, long value) throws OsException {
        long hard = limit.get(0).hard();
        boolean enough = hard == Rlimit.UNLIMITED || hard >= value;
        limit.set(0, new Rlimit.Range(value, enough ? hard : value));
    }

    @FunctionalInterface
    private interface Step {
        void run() throws OsException;
    }
}
